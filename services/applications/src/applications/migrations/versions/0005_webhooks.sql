SELECT 1 -- replaced by the tables of this migration
