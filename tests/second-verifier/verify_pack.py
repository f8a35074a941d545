#!/usr/bin/env python3
"""Verifies evidence packs with nothing but the genesis file. See README.md beside this file."""

import argparse
import sys

from second import published, vectors


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--vectors", metavar="DIR", help="run the vectors of this folder")
    parser.add_argument("--published", metavar="DIR", help="run the vectors that others published")
    arguments = parser.parse_args()
    if not (arguments.vectors or arguments.published):
        parser.error("nothing to do")
    right = not arguments.vectors or vectors.run_all(arguments.vectors)
    right = (not arguments.published or published.run_all(arguments.published)) and right
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())
