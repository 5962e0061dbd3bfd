"""Generates models, operations, API class, lazy packages and reference pages from `contract/openapi.yaml`.

python contract/generate.py            writes them
python contract/generate.py --check    compares them, and exits with 1 if any is not as generated
python contract/generate.py --compare OLD    prints the changes since an older contract; exits with 3 if one breaks code
"""

import sys
from pathlib import Path

if __name__ == "__main__":
    # Run as a file, Python looks for modules in this folder and not in the project's root.
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

    try:
        from contract.generator.command import main
    except ModuleNotFoundError as error:
        if error.name != "yaml":
            raise
        print("PyYAML is missing; the generator needs it, and the extra `test` brings it", file=sys.stderr)
        sys.exit(2)

    sys.exit(main(sys.argv[1:]))
