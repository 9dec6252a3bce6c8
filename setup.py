"""What of the packages is installed: all but what only tests and a checkout's own tools need.

Everything else about the project stands in pyproject.toml.
"""

from setuptools import setup
from setuptools.command.build_py import build_py

ONLY_HERE = {
    "rag": {"testing", "testing_chroma"},
    "ui": {"screens", "testing"},
    "evals": {"testing"},
}


class Installed(build_py):
    """The modules of a package that go into a wheel."""

    def find_package_modules(self, package, package_dir):
        found = super().find_package_modules(package, package_dir)
        return [each for each in found if each[1] not in ONLY_HERE.get(package, ())]


setup(cmdclass={"build_py": Installed})
