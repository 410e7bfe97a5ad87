"""Words that are surnames as well."""

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ORDINARY_WORDS: Final = _words(
    "abbot abbott archer arrow bacon bailey baker ball banks barber barn barrow bass bay beach "
    "bean beard becker bell bells bench berry best bird bishop black blackwood bliss block blood "
    "bloom bond bone book booth bow bowl bowler bowman box boy boys brain branch brand bread "
    "brewer brick bridge bridges bright broad brook brooks broom brown buck bull burn burns bush "
    "butcher butler button cage cane cannon care carpenter carter case cash castle cave chamber "
    "chambers chance chancellor change chapel chapman chase child church clay clerk cliff close "
    "cloud coach coal coates cole collier constable cook coop cooper cope corner cotton couch "
    "court cox craft crane creed crisp cross crow crowd crown cruise cup curry curtain cutler "
    "cutter dale dance darling dash day days dean dear deer dell dent dew diamond dick dock dove "
    "down dragon draper drake drew drinkwater driver drum duck duke early east eden english fair "
    "faith fall farmer farrier fear fern field fields finch fine fish fisher fisherman flag "
    "flower flowers flood fly forest forester forge fort foster fowl fowler fox frank freed "
    "freedom freeman french friend frost fuller fury gage gale game garden gardener gardner gate "
    "gates gay gentle gift gill glass glen glover gold golden goldsmith good goodchild goodman "
    "goose grace grain grand grant graves gray green greenwood grey grove guest gunner hall ham "
    "hand hands hanger hard hardy harp harper hart hatch hawk hay hayes haystack head heal heard "
    "heart heath heather hedge hedges helm help hendry herring hill hills hinds hobby hogg holder "
    "hole holiday holland hollow holly holmes home honey hood hook hooper hope horn horne horse "
    "horsman host house howe hunt hunter hurd hurst husband ice ireland iron ivory jack jacks jar "
    "jay joiner jolly joy judge just keen keep keeper kettle key keys kid king kirk kitchen kite "
    "knight knock lace lamb lambert lance land lane large lark lash last law lawless lawn lead "
    "leader leaf lean leaves lee light lilly line link little lock lodge long looker lord love "
    "lovely low lucas luck lush lyon mace main major male mallet man manor march marsh marshal "
    "marshall martin mason mass may mayor mead meadow meadows mercer merchant mercy merry mew "
    "mild miles mill miller mills miner minister moat mole monday monk moody moon moor moore "
    "moors morning moss mount mountain musgrave nail neat needle new newman nice nichol night "
    "noble noon norman north nurse nut nutter oak oaks oakes olive orchard organ osier page pain "
    "paine paint painter palm palmer park parker parks parson parsons partridge pass path "
    "patience pay payne peace peach peacock pear pearl peel pen penny pepper perch perry pettit "
    "pickle piggot pike pilgrim pillar pink pinder piper pitt place plant plate plum plumb "
    "plummer pole pond pool poole poor pope port porter pot potter potts pound powder power "
    "powers pratt presley price pride priest prime prince prior proud provost punch purse quail "
    "quick quill race rain raven ray read reader reason reed reeve reeves rest rice rich riddle "
    "ridge ring rise rivers road robin rock roe rogue roof rook room root roper rose round row "
    "rowe rule rush rust sadler saddler sage sailor salmon salt sand sands savage saw sawyer "
    "scales scholar school seal seamen self senior settle sexton shade sharp sharpe shaw shears "
    "shepherd sheriff shield ship shipman shore short silk silver simple singer singleton skill "
    "skinner slack slate slater sleight small smart smith smoke snow south spark sparks sparrow "
    "speak speaker spear speed spencer spicer spoon spring spry squire squires stable stacey "
    "staff stamp stark steel steele step stern steward stewart still stock stocks stokes stone "
    "storey storm story strange stranger street strong stubbs style summer summers sun sunday "
    "sutton swain swallow swan sweet sweeting swift sword tailor tanner tasker taylor teague "
    "tennant thatcher thorn thorne thread thrush tiler tinker tipper todd toll tolley tongue "
    "tower towers town townsend tranter travers tree trice trim tripp trott trotter troy true "
    "tucker tuck tunnel turner twist tyler underhill underwood usher vale van vane verity vicar "
    "vine viner wade wager wagner wait waite wake wakes walk walker wall waller walls war ward "
    "warden waring warm warner warrant warren wash waters watchman water way ways weaver webb "
    "weeks weir well wells west wheat wheel wheeler whistler white whitehead wick wild wilde "
    "wilder will wills winch wind wine wing winner winter winters wise wolf wolfe wood woodman "
    "woods woodward wool worth wren wright yard yardley yates york young younger"
)
"""Surnames that are found with a capital letter alone: a long road, but Ms Long."""

EVERYDAY_WORDS: Final = _words(
    "a am an and any are as at be but by can do for had has he her him his how i if in is it its "
    "just last let may might must my new no not now of off on one or our out she so some such "
    "than that the then they this to two up us was we well who why will with would yes you your "
    "monday tuesday wednesday thursday friday saturday sunday april august february january july "
    "june march november october september december english french street road lane school court "
    "church house home hall park close green place early senior little young long good best case "
    "care child children foster family nurse judge police social worker"
)
"""Surnames that begin sentences and headings, and count only beside a title, a name or an initial
or within a sentence."""

NEEDS_COMPANY: Final = _words(
    "may march april june july august january monday sunday english french will"
)
"""Those that have a capital letter within a sentence too."""

PLAIN_TITLES: Final = _words("mr mrs ms mx dr prof cllr")
TITLES: Final = _words(
    "miss professor sir lady lord rev reverend councillor judge nurse sister pc dc sgt"
)
"""Titles that are words too, and have a capital letter."""

PARTICLES: Final = _words(
    "al ap ben bin bint da de del della den der di dos du el ibn la le mac mc ni nic o st ten ter "
    "van von y zu"
)
