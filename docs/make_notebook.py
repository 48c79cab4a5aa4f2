"""Writes docs/analysis.ipynb with its outputs: runs each cell and keeps what it shows.

python docs/make_notebook.py            # checks that the notebook shows what its cells give now
python docs/make_notebook.py --write    # writes it anew
"""

from __future__ import annotations

import ast
import base64
import contextlib
import io
import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
NOTEBOOK = HERE / "analysis.ipynb"

CELLS: list[tuple[str, str]] = [
    ("markdown", "# From report files to a regression table\n\nThe sample reports of `corpora/samples` (every figure "
     "in them is invented) are read, loaded, compared and analysed. With your own reports, `reportmine ingest FOLDER` "
     "replaces the first cell."),
    ("code", "from pathlib import Path\nfrom tempfile import mkdtemp\n\nimport reportmine\n\n"
     "samples = sorted(Path('corpora/samples').glob('*/source.*'))\n"
     "warehouse = reportmine.open_warehouse(Path(mkdtemp()) / 'samples.duckdb', write=True)\n"
     "warehouse.load(reportmine.extract(path) for path in samples)"),
    ("markdown", "## What is in it\n\nEvery answer is a DuckDB relation: `.df()`, `.pl()`, `.arrow()` and SQL work on it."),
    ("code", "warehouse.sql('SELECT issuer_name, min(year) AS first, max(year) AS last, count(*) AS reports, '\n"
     "              'sum(figure_count) AS figures FROM latest_reports GROUP BY ALL ORDER BY 1').df()"),
    ("markdown", "## One township over the change of forms\n\n`step` says how a value follows on the one before: `same`, "
     "`approximate` (defined otherwise), `break`, or `unchecked`. A missing value says why it is missing."),
    ("code", "compared = warehouse.compare(['requests.received', 'rate.grant'], bodies=['古镛镇'])\n"
     "compared.select('measure, year, basis, value, missing, change, step').df()"),
    ("markdown", "The same as a chart, without network:"),
    ("code", "from IPython.display import Image, display\nfrom reportmine.warehouse.charts import draw\n"
     "from reportmine.warehouse.layout import rows_of\n\n"
     "chart = Path(mkdtemp()) / 'chart.png'\n"
     "draw(rows_of(warehouse.compare(['requests.received'], bodies=['古镛镇'])), chart)\ndisplay(Image(str(chart)))"),
    ("markdown", "## Where a figure stands in its report"),
    ("code", "figure = warehouse.compare(['published.documents'], bodies=['高唐镇'], years=[2017]).fetchone()\n"
     "name = warehouse.compare(['published.documents'], bodies=['高唐镇'], years=[2017]).select('figure_id').fetchone()[0]\n"
     "warehouse.source(name).select('document, printed, quote, start_offset').df()"),
    ("markdown", "## The panel\n\nOne row for each body and year, one column for each indicator: best figures, chosen by "
     "the rule in `warehouse/README.md`."),
    ("code", "panel = warehouse.panel(['published.documents', 'requests.received', 'consultations.total'], wide=True).df()\n"
     "panel = panel[panel['published.documents'].notna()]\n"
     "panel[['issuer_name', 'year', 'form', 'published.documents', 'requests.received']]"),
    ("markdown", "## A regression table\n\nDocuments published on a trend, with a constant for each township (the within "
     "estimator). Ordinary least squares in NumPy; any package of yours takes the same frame."),
    ("code", "import numpy as np\nimport pandas as pd\n\n"
     "towns = pd.get_dummies(panel['issuer_name'], dtype=float)\n"
     "X = np.column_stack([panel['year'] - 2016, towns])\ny = panel['published.documents'].to_numpy(float)\n"
     "beta, *_ = np.linalg.lstsq(X, y, rcond=None)\n"
     "residual = y - X @ beta\nfreedom = len(y) - X.shape[1]\n"
     "errors = np.sqrt(np.diag(np.linalg.inv(X.T @ X)) * (residual @ residual) / freedom)\n"
     "table = pd.DataFrame({'coefficient': beta, 'standard error': errors, 't': beta / errors},\n"
     "                     index=['trend (documents a year)', *towns.columns])\n"
     "print(f'{len(y)} reports, {freedom} degrees of freedom')\ntable.round(2)"),
    ("markdown", "## Files for other programs"),
    ("code", "files = warehouse.export(Path(mkdtemp()), ['csv', 'dta', 'parquet'], ['panel', 'figures'])\n"
     "[path.name for path in files]"),
    ("code", "warehouse.close()"),
]  # fmt: skip


def run() -> dict[str, Any]:
    """The notebook as it is now. Cells run one after another in one namespace, from the root of the checkout."""
    space: dict[str, Any] = {}
    cells = []
    for number, (kind, source) in enumerate(CELLS, start=1):
        cell: dict[str, Any] = {
            "cell_type": kind, "id": f"cell-{number}", "metadata": {}, "source": source.splitlines(keepends=True),
        }  # fmt: skip
        if kind == "code":
            cell |= {"execution_count": number, "outputs": _outputs(source, space, number)}
        cells.append(cell)
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    return {"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}


def _outputs(source: str, space: dict[str, Any], number: int) -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = []
    _stand_in_for_ipython(shown)
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(tree, "<cell>", "exec"), space)
        value = (
            eval(compile(ast.Expression(last.value), "<cell>", "eval"), space) if isinstance(last, ast.Expr) else None
        )
    if printed.getvalue():
        shown.insert(
            0, {"name": "stdout", "output_type": "stream", "text": printed.getvalue().splitlines(keepends=True)}
        )
    if value is not None:
        data = {"text/plain": repr(value).splitlines(keepends=True)}
        if hasattr(value, "to_html"):
            data["text/html"] = value.to_html().splitlines(keepends=True)
        shown.append({"data": data, "execution_count": number, "metadata": {}, "output_type": "execute_result"})
    return shown


def _stand_in_for_ipython(shown: list[dict[str, Any]]) -> None:
    """``IPython.display`` for our cells, so that writing the notebook needs no Jupyter."""
    from types import ModuleType

    module, display_module = ModuleType("IPython"), ModuleType("IPython.display")

    def display(path: str) -> None:
        data = {"image/png": base64.b64encode(Path(path).read_bytes()).decode(), "text/plain": ["<chart>"]}
        shown.append({"data": data, "metadata": {}, "output_type": "display_data"})

    display_module.__dict__.update(Image=str, display=display)
    sys.modules |= {"IPython": module, "IPython.display": display_module}


def main() -> None:
    text = json.dumps(run(), ensure_ascii=False, indent=1) + "\n"
    if "--write" in sys.argv:
        NOTEBOOK.write_text(text, encoding="utf-8")
    elif not NOTEBOOK.is_file() or NOTEBOOK.read_text(encoding="utf-8") != text:
        sys.exit(f"{NOTEBOOK} does not show what its cells give: python docs/make_notebook.py --write")


if __name__ == "__main__":
    main()
