"""Put our `src` folders and the `paycalc` command into the virtual environment that runs this."""

import sys
import sysconfig
from pathlib import Path

SOURCES = ("shared/src", "services/paycalc/src", "services/applications/src")
ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Write one path file, and one launcher for each command line."""
    site_packages = Path(sysconfig.get_path("purelib"))
    lines = [str(ROOT / source) for source in SOURCES]
    (site_packages / "spinepoint.pth").write_text("\n".join(lines) + "\n", encoding="utf-8")
    launcher = Path(sys.executable).with_name("paycalc")
    launcher.write_text(
        f"#!{sys.executable}\n"
        "from paycalc.cli import main\n\n"
        'if __name__ == "__main__":\n'
        "    main()\n",
        encoding="utf-8",
    )
    launcher.chmod(0o755)


if __name__ == "__main__":
    main()
