"""LaTeX source becomes a document: its tables, its prose, its references; and broken source ends too."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from paths import SHARED

from synth.reading import ReadingError
from synth.reading.latex import read_latex
from synth.records import Cell, Document, Table

TUNED_ON = (
    "ucca-multitask-acl2018",
    "bleu-simplification-emnlp2018",
    "dv-cosine-acl2019",
    "ordinal-clm-neurocomputing2020",
    "wav2vec-features-interspeech2023",
)


def paper(tmp_path: Path, body: str, preamble: str = "", name: str = "article", **files: str) -> Document:
    """What is read of a paper with this body."""
    folder = tmp_path / "paper"
    folder.mkdir(exist_ok=True)
    for other, text in files.items():
        (folder / other.replace("_", ".")).write_text(text, encoding="utf-8")
    source = f"\\documentclass{{{name}}}\n{preamble}\n\\begin{{document}}\n{body}\n\\end{{document}}\n"
    (folder / "main.tex").write_text(source, encoding="utf-8")
    return read_latex(folder)


def table(tmp_path: Path, rows: str, columns: str = "lrr", preamble: str = "", environment: str = "tabular") -> Table:
    """The one table with these rows."""
    body = f"\\begin{{table}}\\caption{{A caption.}}\\begin{{{environment}}}{{{columns}}}{rows}\\end{{{environment}}}\\end{{table}}"
    (one,) = paper(tmp_path, body, preamble).tables
    return one


def texts(one: Table) -> list[str]:
    return [cell.text for cell in one.cells]


def cell(one: Table, text: str) -> Cell:
    (found,) = [cell for cell in one.cells if cell.text == text]
    return found


HEAD = r"& \textbf{A} & \textbf{B} \\ \hline "


# --- tables -----------------------------------------------------------------------------------------------------


def test_a_cell_knows_its_labels(tmp_path: Path) -> None:
    one = table(tmp_path, r"\toprule Model & F1 & EM \\ \midrule BERT & 88.5 & 80.8 \\ LSTM & 77.1 & 70 \\ \bottomrule")
    assert one.label == "Table 1"
    assert one.caption == "A caption."
    assert (cell(one, "80.8").row, cell(one, "80.8").column) == (("BERT",), ("EM",))
    assert cell(one, "70").value == 70
    assert texts(one)[:3] == ["Model", "F1", "EM"]


def test_a_comment_is_no_text(tmp_path: Path) -> None:
    one = table(tmp_path, HEAD + "x & 1.5\\% & 2 % 3.5 & 4\n\\\\\n%y & 7 & 8 \\\\\nz & 5 & 6 \\\\ \\iffalse q & 9 & 9 \\\\ \\fi")
    assert texts(one) == ["A", "B", "x", "1.5%", "2", "z", "5", "6"]


def test_a_commented_out_table_is_no_table(tmp_path: Path) -> None:
    body = (
        "%\\begin{table}\\begin{tabular}{ll}a & 1.5 \\\\ b & "
        "2.5\\end{tabular}\\end{table}\n\\begin{comment}\\begin{tabular}{ll}a & 1 \\\\ b & "
        "2\\end{tabular}\\end{comment}\nText."
    )
    document = paper(tmp_path, body)
    assert document.tables == ()
    assert document.text == "Text."


def test_a_cell_can_span_columns(tmp_path: Path) -> None:
    rows = (
        r"& \multicolumn{2}{c}{Dev} & \multicolumn{2}{|c|}{\bf Test} \\ \cmidrule(lr){2-3}\cline{4-5} & F1 & "
        r"EM & F1 & EM \\ \hline a & 1 & 2 & 3 & 4.5 \\"
    )
    one = table(tmp_path, rows, "l*{4}{r}")
    assert cell(one, "Dev").size == (1, 2)
    assert cell(one, "Test").marks == ("bold",)
    assert cell(one, "4.5").column == ("Test", "EM")


def test_a_cell_can_span_rows_down_and_up(tmp_path: Path) -> None:
    one = table(
        tmp_path,
        r"G & M & V \\ \hline \multirow{2}{*}{P} & a & 1.5 \\ & b & 2.5 \\ \hline & c & 3.5 \\ \multirow{-2}{2cm}{Q} & d & 4.5 \\",
        "llr",
    )
    assert cell(one, "P").size == (2, 1)
    assert (cell(one, "Q").at, cell(one, "Q").size) == ((3, 0), (2, 1))
    assert [value.row for value in one.cells if value.value] == [("P", "a"), ("P", "b"), ("Q", "c"), ("Q", "d")]


def test_rows_and_columns_together(tmp_path: Path) -> None:
    rows = (
        r"\multicolumn{2}{c}{\multirow{2}{*}{Model}} & \multicolumn{2}{c}{Score} \\ \multicolumn{2}{c}{} & F1 "
        r"& EM \\ \hline a & b & 1 & 2.5 \\"
    )
    one = table(tmp_path, rows, "llrr")
    assert cell(one, "Model").size == (2, 2)
    assert cell(one, "2.5").column == ("Score", "EM")


def test_a_stack_of_names_beside_stacks_of_values_is_as_many_rows(tmp_path: Path) -> None:
    stacks = r"\makecell[l]{Men\\ Women} & \makecell{38\\ 19} & \makecell{1.5\\ 2.5} \\ All & 57 & 2.0 \\"
    one = table(tmp_path, r"Group & N & Mean \\ \hline " + stacks)
    assert texts(one)[3:] == ["Men", "38", "1.5", "Women", "19", "2.5", "All", "57", "2.0"]
    assert (cell(one, "2.5").row, cell(one, "2.5").column) == (("Women",), ("Mean",))


@pytest.mark.parametrize(
    ("row", "read"),
    [
        (r"\makecell{Men and\\ women} & 38 & 1.5", ["Men and women", "38", "1.5"]),
        (r"\makecell{Men\\ Women} & \makecell{38\\ 19\\ 7} & \makecell{1.5\\ 2.5}", ["Men Women", "38 19 7", "1.5 2.5"]),
        (r"Men & \makecell{1.5\\ (0.2)} & \makecell{2.5\\ (0.3)}", ["Men", "1.5 (0.2)", "2.5 (0.3)"]),
    ],
)
def test_a_stack_that_no_other_goes_with_stays_one_cell(tmp_path: Path, row: str, read: list[str]) -> None:
    assert texts(table(tmp_path, rf"Group & N & Mean \\ \hline {row} \\"))[3:] == read


def test_a_value_and_its_spread_in_two_close_columns_are_one_cell(tmp_path: Path) -> None:
    rows = r"& \multicolumn{2}{c}{A} & \multicolumn{2}{c}{B} \\ \hline x & 3.42 & (0.91) & 4.51 & (0.22) \\"
    close = table(tmp_path, rows, r"lr@{\hspace{2pt}}lr@{\hspace{2pt}}l")
    (first, second) = [cell for cell in close.cells if cell.value is not None]
    assert [[(number.value, number.part) for number in both.numbers] for both in (first, second)] == [
        [(3.42, ""), (0.91, "bracket")],
        [(4.51, ""), (0.22, "bracket")],
    ]
    assert second.column == ("B",)
    assert texts(table(tmp_path, rows, "lrlrl"))[2:] == ["x", "3.42", "(0.91)", "4.51", "(0.22)"]


def test_two_close_columns_of_values_are_two(tmp_path: Path) -> None:
    assert texts(table(tmp_path, HEAD + r"x & 3.42 & 4.51 \\", r"lr@{\hspace{2pt}}r"))[2:] == ["x", "3.42", "4.51"]


def test_a_head_in_the_middle_between_two_upright_lines_is_over_all_columns_there(tmp_path: Path) -> None:
    rows = r"& & Dev & & & Test & \\ Model & P & R & F & P & R & F \\ \hline x & 1.5 & 2.5 & 3.5 & 4.5 & 5.5 & 6.5 \\"
    lined = table(tmp_path, rows, "l|rrr|rrr")
    assert (cell(lined, "Dev").size, cell(lined, "Test").at) == ((1, 3), (0, 4))
    assert (cell(lined, "1.5").column, cell(lined, "6.5").column) == (("Dev", "P"), ("Test", "F"))
    assert cell(table(tmp_path, rows, "lrrrrrr"), "1.5").column == ("P",)


@pytest.mark.parametrize(
    ("printed", "text", "note"),
    [
        (r"$W^{ab}$", "W^ab", ""),
        (r"$x_{i}^{ab}$", "xi^ab", ""),
        (r"BERT$^{ab}$", "BERT", "ab"),
        (r"Accuracy$^{3}$", "Accuracy", "3"),
        (r"$m^{3}$", "m^3", ""),
    ],
)
def test_what_is_raised_in_a_formula_names_a_variable_and_on_a_word_a_note(tmp_path: Path, printed: str, text: str, note: str) -> None:
    label = table(tmp_path, HEAD + rf"{printed} & 1 & 2 \\").cells[2]
    assert (label.text, label.note) == (text, note)


def test_a_row_that_prints_nothing_is_none(tmp_path: Path) -> None:
    one = table(tmp_path, HEAD + r"\multirow{3}{*}{x} & 1 & 2 \\[2pt] & & \\ & 3 & 4 \\ \addlinespace[3pt] y & 5 & 6 \\*")
    assert cell(one, "x").size == (2, 1)
    assert cell(one, "5").at == (3, 1)


def test_a_table_in_boxes_is_found(tmp_path: Path) -> None:
    inner = r"\begin{tabular}{lr} a & 1.5 \\ b & 2.5 \end{tabular}"
    for boxed in (
        rf"\resizebox{{\textwidth}}{{!}}{{{inner}}}",
        rf"\scalebox{{0.8}}{{\small {inner}}}",
        rf"\begin{{adjustbox}}{{width=\textwidth}}{inner}\end{{adjustbox}}",
        rf"\begin{{minipage}}[t]{{0.5\textwidth}}{inner}\end{{minipage}}",
        rf"\begin{{threeparttable}}{inner}\begin{{tablenotes}}\item[a] A note.\end{{tablenotes}}\end{{threeparttable}}",
        rf"\centerline{{\fbox{{{inner}}}}}",
        rf"\rotatebox{{90}}{{{inner}}}",
    ):
        (one,) = paper(tmp_path, rf"\begin{{table*}}[t]\centering {boxed}\caption[Short]{{Long \label{{t}} one.}}\end{{table*}}").tables
        assert (texts(one), one.caption, one.label) == (["a", "1.5", "b", "2.5"], "Long one.", "Table 1"), boxed


@pytest.mark.parametrize("environment", ["sidewaystable", "wraptable", "table*", "SCtable", "margintable"])
def test_floats_of_many_kinds_number_their_tables(tmp_path: Path, environment: str) -> None:
    arguments = "{r}{5cm}" if environment == "wraptable" else ""
    body = (
        rf"\begin{{{environment}}}{arguments}\begin{{tabular}}{{lr}} a & 1.5 \\ b & 2.5 \end{{tabular}}\caption{{C}}\end{{{environment}}}"
    )
    (one,) = paper(tmp_path, body).tables
    assert (one.label, one.caption) == ("Table 1", "C")


@pytest.mark.parametrize(
    ("environment", "arguments"),
    [
        ("tabular*", r"{\textwidth}{@{\extracolsep{\fill}}lr}"),
        ("tabularx", r"{0.5\linewidth}{X|r}"),
        ("tabulary", r"{\textwidth}{LR}"),
        ("tabu", r" to \linewidth {X[l]X[r]}"),
        ("longtable", "[c]{ll}"),
        ("xltabular", r"[l]{\textwidth}{lX}"),
        ("supertabular", "{ll}"),
        ("tblr", "{colspec={lr}, hlines}"),
        ("NiceTabular", "{lr}[hvlines]"),
        ("tabular", r"[t]{p{2cm}<{\raggedright}S[table-format=2.1]}"),
    ],
)
def test_tabulars_of_many_kinds_are_read(tmp_path: Path, environment: str, arguments: str) -> None:
    (one,) = paper(tmp_path, rf"Text. \begin{{{environment}}}{arguments} a & 1.5 \\ b & 2.5 \\ \end{{{environment}}}").tables
    assert (texts(one), one.label) == (["a", "1.5", "b", "2.5"], "")


def test_a_long_table_prints_its_head_once(tmp_path: Path) -> None:
    body = r"""\begin{longtable}{lr}\caption{Long one.}\label{t}\\ \toprule Name & Value \\ \midrule \endfirsthead
\multicolumn{2}{c}{continued} \\ Name & Value \\ \endhead \multicolumn{2}{c}{next page} \\ \endfoot \bottomrule \endlastfoot
a & 1.5 \\ b & 2.5 \\ \end{longtable}"""
    (one,) = paper(tmp_path, body).tables
    assert (one.label, one.caption) == ("Table 1", "Long one.")
    assert texts(one) == ["Name", "Value", "a", "1.5", "b", "2.5"]
    assert cell(one, "2.5").column == ("Value",)


def test_a_table_of_the_astronomers(tmp_path: Path) -> None:
    body = r"""\begin{deluxetable}{lcc}\tablecaption{Stars.\label{t}}\tablewidth{0pt}
\tablehead{\colhead{Name} & \colhead{$v$\tablenotemark{a}} & \colhead{$e$}\\
& (km\,s$^{-1}$) & }
\startdata HD 1 & $-3.25\pm0.04$ & \nodata \\ \cutinhead{Giants} HD 2 & 1.5 & 0.1 \enddata
\tablenotetext{a}{Heliocentric.}\tablecomments{All.}\end{deluxetable}"""
    document = paper(tmp_path, body)
    (one,) = document.tables
    assert (one.label, one.caption) == ("Table 1", "Stars.")
    assert cell(one, "−3.25 ± 0.04").value == -3.25
    assert cell(one, "−3.25 ± 0.04").column == ("v", "(km s^-1)")
    assert cell(one, "v").note == "a"
    assert cell(one, "1.5").row == ("Giants", "HD 2")
    assert [aside.text for aside in document.asides if aside.kind == "footnote"] == ["a Heliocentric.", "All."]


def test_a_table_that_gives_itself_a_number_takes_none_of_the_counter(tmp_path: Path) -> None:
    some = (r"\tablecaption{Stars.}", r"\tablenum{1}\tablecaption{Stars (continued).}", r"\tablecaption{Planets.}")
    data = r"\tablehead{Name & v}\startdata HD 1 & 1.5 \\ HD 2 & 2.5 \enddata"
    document = paper(tmp_path, "\n".join(rf"\begin{{deluxetable}}{{lc}}{head}{data}\end{{deluxetable}}" for head in some))
    assert [one.label for one in document.tables] == ["Table 1", "Table 1", "Table 2"]


def test_marks_are_kept(tmp_path: Path) -> None:
    rows = HEAD + (
        r"b & \textbf{1.5} & {\bf 2.5} \\ c & $\mathbf{3.5}$ & \underline{4.5} \\ d & \emph{5.5} & \bfseries "
        r"6.5 \\ e & \textbf{7.5} / 8.5 & $\boldsymbol{9.5}$ \\"
    )
    one = table(tmp_path, rows)
    assert [cell(one, text).marks for text in ("1.5", "2.5", "3.5", "4.5", "5.5", "6.5", "7.5 / 8.5", "9.5")] == [
        ("bold",),
        ("bold",),
        ("bold",),
        ("underline",),
        ("italic",),
        ("bold",),
        ("bold",),
        ("bold",),
    ]


def test_bold_ends_with_its_cell(tmp_path: Path) -> None:
    one = table(tmp_path, HEAD + r"x & \bf 1.5 & 2.5 \\")
    assert cell(one, "2.5").marks == ()


def test_raised_marks_are_apart_from_values(tmp_path: Path) -> None:
    rows = HEAD + (
        r"x$^\dagger$ & 1.5$^{*}$ & $2.5^{a}$ \\ y\textsuperscript{1} & 3.5\tnote{b} & 4.5\footnotemark[2] \\ "
        r"z & 5.5$^{\text{b,c}}$ & 6.5\textsuperscript{3} \\"
    )
    one = table(tmp_path, rows)
    assert [(value.text, value.note) for value in one.cells[2:]] == [
        ("x", "†"),
        ("1.5", "*"),
        ("2.5", "a"),
        ("y", "1"),
        ("3.5", "b"),
        ("4.5", "2"),
        ("z", ""),
        ("5.5", "b,c"),
        ("6.5", "3"),
    ]


def test_exponents_stay_in_the_text(tmp_path: Path) -> None:
    one = table(
        tmp_path, HEAD + r"$R^2$ & $3\times10^{-5}$ & $10^{4}$ \\ $m^{-2}$ & 0.1 & $1.2 \cdot 10^3$\\ UD$^{++}$ & 10$^{th}$ & $2^{10}$ \\"
    )
    assert texts(one)[2:] == ["R^2", "3 × 10^-5", "10^4", "m^-2", "0.1", "1.2 · 10^3", "UD++", "10th", "2^10"]
    assert cell(one, "3 × 10^-5").value == pytest.approx(3e-5)


def test_what_is_lowered_beside_a_value_is_its_spread(tmp_path: Path) -> None:
    rows = HEAD + (
        r"$F_1$ & $0.41_{0.05}$ & 2.5{\scriptsize 0.3} \\ LD$_{SC}$ & $3.5_{\pm 0.2}$ & "
        r"4.5\textsubscript{0.4} \\ x & $5.5^{+0.1}_{-0.2}$ & 6.5{\tiny$\pm$0.7}\\"
    )
    one = table(tmp_path, rows)
    assert [(value.value, [number.text for number in value.numbers if number.part == "spread"]) for value in one.cells if value.value] == [
        (0.41, ["0.05"]),
        (2.5, ["0.3"]),
        (3.5, ["0.2"]),
        (4.5, ["0.4"]),
        (5.5, ["+0.1", "−0.2"]),
        (6.5, ["0.7"]),
    ]
    assert texts(one)[2] == "F1"
    assert "LDSC" in texts(one)


def test_numbers_of_siunitx_are_printed(tmp_path: Path) -> None:
    rows = (
        r"{Name} & {A} & {B} \\ \hline x & -1.5 & 2.50 +- 0.04 \\ y & 1.23(4) & 3e-4 \\ z & {n/a} & \bfseries "
        r"4.5 \\ w & \num{1.5e3} & \SI{12}{\percent} \\"
    )
    one = table(tmp_path, rows, "lSS[table-format=1.2]")
    assert texts(one)[3:] == ["x", "−1.5", "2.50 ± 0.04", "y", "1.23(4)", "3 × 10^-4", "z", "n/a", "4.5", "w", "1.5 × 10^3", "12%"]
    assert cell(one, "4.5").marks == ("bold",)
    assert cell(one, "−1.5").value == -1.5


def test_columns_can_be_formulas_or_bold(tmp_path: Path) -> None:
    one = table(tmp_path, r"a & x & y \\ \hline b & -1.5 & -2.5 \\ c & 3 & 4 \\", r">{\bfseries}l>{$}r<{$}D{.}{.}{2}")
    assert texts(one)[3:6] == ["b", "−1.5", "−2.5"]
    assert cell(one, "b").marks == ("bold",)


def test_a_column_type_of_the_paper_is_known(tmp_path: Path) -> None:
    one = table(
        tmp_path, HEAD + r"b & 1 & 2 \\ \hline", r"L{2cm}*{2}{R}", r"\newcolumntype{L}[1]{>{\bf}p{#1}}\newcolumntype{R}{>{\itshape}r}"
    )
    assert (cell(one, "b").marks, cell(one, "1").marks) == (("bold",), ("italic",))


def test_what_joins_two_columns_joins_their_cells(tmp_path: Path) -> None:
    one = table(
        tmp_path, r"M & \multicolumn{2}{c}{A} & \multicolumn{2}{c}{B} \\ \hline x & 12 & 5 & 3.5 & 0.2 \\", r"lr@{.}lr@{$\,\pm\,$}l"
    )
    assert texts(one)[3:] == ["x", "12.5", "3.5 ± 0.2"]
    assert (cell(one, "12.5").column, cell(one, "12.5").size) == (("A",), (1, 2))


def test_lines_within_a_cell_are_one_text(tmp_path: Path) -> None:
    rows = (
        r"\makecell[l]{Two\\ lines} & \shortstack{A\\(in \%)} & \thead{B} \\ \hline "
        r"\rotatebox[origin=c]{90}{\begin{tabular}{@{}l@{}}up\\ right\end{tabular}} & 1~000 & 2\,000 \\"
    )
    one = table(tmp_path, rows)
    assert texts(one)[:4] == ["Two lines", "A (in %)", "B", "up right"]
    assert cell(one, "2\u2009000").value == 2000


def test_colours_and_spaces_print_nothing(tmp_path: Path) -> None:
    rows = HEAD + (
        r"\rowcolor[gray]{0.9} x & \cellcolor{blue!25}1.5 & \phantom{0}2.5 \\ \rowcolor{red} y & "
        r"\textcolor{red}{3.5} & \hspace{1em}{\color[HTML]{FF0000}4.5} \\"
    )
    assert texts(table(tmp_path, rows))[2:] == ["x", "1.5", "2.5", "y", "3.5", "4.5"]


def test_dashes_and_signs_are_as_printed(tmp_path: Path) -> None:
    rows = HEAD + r"x--y & -- & --- \\ z & $-1.5$ & -2.5 \\ w & $-$ & \checkmark \\ v & \ding{55} & $<$0.01 \\ u & 5.5\% & $>99.5$ \\"
    assert texts(table(tmp_path, rows))[2:] == [
        "x–y",
        "–",
        "—",
        "z",
        "−1.5",
        "-2.5",
        "w",
        "−",
        "✓",
        "v",
        "✗",
        "<0.01",
        "u",
        "5.5%",
        "> 99.5",
    ]


@pytest.mark.parametrize(
    "label",
    [
        r"\quad hot",
        "~~hot",
        r"\ \ hot",
        r"\hspace{1em}hot",
        r"\hspace*{3mm} hot",
        r"\hskip 10pt hot",
        r"\textit{\quad hot}",
        r"\hphantom{xx}hot",
    ],
)
def test_a_label_set_in_stands_under_the_one_above(tmp_path: Path, label: str) -> None:
    one = table(tmp_path, HEAD + rf"steel & 1.5 & 2.5 \\ {label} & 3.5 & 4.5 \\ coal & 5.5 & 6.5 \\")
    assert cell(one, "3.5").row == ("steel", "hot")
    assert cell(one, "5.5").row == ("coal",)


@pytest.mark.parametrize("blanks", ["~", " ", r"\,", r"\small ", r"\rowcolor{gray}"])
def test_a_single_blank_sets_no_label_in(tmp_path: Path, blanks: str) -> None:
    one = table(tmp_path, HEAD + rf"steel & 1.5 & 2.5 \\ {blanks}hot & 3.5 & 4.5 \\")
    assert cell(one, "3.5").row == ("hot",)


def test_a_centred_label_is_not_set_in(tmp_path: Path) -> None:
    one = table(tmp_path, HEAD + r"steel & 1.5 & 2.5 \\ \quad hot & 3.5 & 4.5 \\", columns="crr")
    assert cell(one, "3.5").row == ("hot",)


def test_bounds_of_whole_numbers_stand_beside_the_value(tmp_path: Path) -> None:
    one = table(tmp_path, HEAD + r"b & $101^{+12}_{-15}$ & $10^{5}$ \\ c & $7_{-2}^{+1}$ & $10^{-3}$ \\")
    assert [number.value for number in cell(one, "101 +12, −15").numbers] == [101, 12, -15]
    assert [number.value for number in cell(one, "7 −2, +1").numbers] == [7, -2, 1]
    assert cell(one, "10^-3").value == 0.001


def test_a_box_cut_in_two_keeps_both_words(tmp_path: Path) -> None:
    assert texts(table(tmp_path, r"\diagbox{Row}{Column} & A & B \\ \hline x & 1 & 2 \\"))[0] == "Row Column"


def test_macros_of_the_paper_are_expanded_in_cells(tmp_path: Path) -> None:
    preamble = (
        r"\newcommand{\pos}[1]{\textcolor{green}{+#1}}\newcommand{\best}[2][bold]{\textbf{#2}}\def\sys{OurSys}\def\pair#1/#2;{#1 "
        r"(#2)}\newcommand\row{r & 9.5 & 8.5 \\}"
    )
    one = table(
        tmp_path, HEAD + r"\sys & 1.5 \pos{0.3} & \best{2.5} \\ \sys{}-2 & \best[x]{3.5} & \pair 4.5/0.1; \\ \row", preamble=preamble
    )
    assert texts(one)[2:] == ["OurSys", "1.5 +0.3", "2.5", "OurSys-2", "3.5", "4.5 (0.1)", "r", "9.5", "8.5"]
    assert cell(one, "2.5").marks == cell(one, "3.5").marks == ("bold",)


def test_an_environment_of_the_paper_can_hold_a_table(tmp_path: Path) -> None:
    preamble = r"\newenvironment{mytab}[2]{\begin{table}\caption{#1}\begin{tabular}{#2}}{\end{tabular}\end{table}}"
    (one,) = paper(tmp_path, r"\begin{mytab}{Cap}{lr} a & 1.5 \\ b & 2.5 \end{mytab}", preamble).tables
    assert (texts(one), one.caption) == (["a", "1.5", "b", "2.5"], "Cap")


def test_a_caption_outside_a_float_goes_with_the_table_beside_it(tmp_path: Path) -> None:
    rows = r"\begin{tabular}{lr} & v \\ a & 1.5 \\ b & 2.5 \\ \end{tabular}"
    above = rf"\begin{{center}}\captionof{{table}}{{Above.}}{rows}\end{{center}}"
    below = rf"\begin{{minipage}}{{4cm}}{rows.replace('1.5', '3.5')}\captionof{{table}}{{Below.}}\end{{minipage}}"
    tables = paper(tmp_path, f"Words. {above} More words.\n\n{below}", r"\usepackage{caption}").tables
    assert [(one.label, one.caption) for one in tables] == [("Table 1", "Above."), ("Table 2", "Below.")]
    assert [cell.text for cell in tables[1].cells if cell.row == ("a",)] == ["3.5"]


def test_a_caption_counts_what_its_place_says(tmp_path: Path) -> None:
    rows = r"\begin{tabular}{lr} & v \\ a & 1.5 \\ b & 2.5 \\ \end{tabular}"
    kind = r"\makeatletter\def\@captype{table}\makeatother"
    drawing = r"\begin{minipage}{4cm}\caption{A drawing.}\end{minipage}"
    numbers = rf"\begin{{minipage}}{{4cm}}{kind}\caption{{Numbers.}}{rows}\end{{minipage}}"
    document = paper(tmp_path, rf"\begin{{figure}}{drawing}{numbers}\end{{figure}}\begin{{figure}}\caption{{Another.}}\end{{figure}}")
    assert [table.label for table in document.tables] == ["Table 1"]
    assert "Figure 2: Another." in [aside.text for aside in document.asides]


def test_the_caption_of_a_figure_beside_it_is_not_a_tables(tmp_path: Path) -> None:
    rows = r"\begin{tabular}{lr} & v \\ a & 1.5 \\ b & 2.5 \\ \end{tabular}"
    boxes = rf"\ffigbox{{\rule{{1cm}}{{1cm}}}}{{\caption{{A box.}}}} \capbtabbox[4cm]{{{rows}}}{{\caption{{Beside it.}}}}"
    preamble = r"\usepackage{floatrow}\newfloatcommand{capbtabbox}{table}[][\FBwidth]"
    (one,) = paper(tmp_path, rf"\begin{{figure}}\begin{{floatrow}}{boxes}\end{{floatrow}}\end{{figure}}", preamble).tables
    assert (one.label, one.caption) == ("Table 1", "Beside it.")


def test_a_line_trimmed_by_lengths_prints_nothing(tmp_path: Path) -> None:
    rows = r" & \multicolumn{2}{c}{Both} \\ \cmidrule(l{2pt}r{.5em}){2-3} & A & B \\ \hline x & 1.5 & 2.5 \\ y & 3.5 & 4.5 \\"
    one = table(tmp_path, rows)
    assert cell(one, "2.5").column == ("Both", "B")
    assert [text for text in texts(one) if "pt" in text] == []


def test_a_cell_that_names_its_span_leaves_the_covered_cells_in_place(tmp_path: Path) -> None:
    rows = r" & \SetCell[c=2]{c} Both & & One \\ Name & a & b & c \\ \hline x & 1.5 & 2.5 & 3.5 \\ y & 4.5 & 5.5 & 6.5 \\"
    assert cell(table(tmp_path, rows, "lccc", environment="tblr"), "3.5").column == ("One", "c")
    block = rows.replace(r"\SetCell[c=2]{c} Both", r"\Block{1-2}{Both}")
    assert cell(table(tmp_path, block, "lccc", environment="NiceTabular"), "2.5").column == ("Both", "b")


def test_two_tables_of_one_float_have_their_own_captions(tmp_path: Path) -> None:
    def one(number: float) -> str:
        return rf"\begin{{tabular}}{{lr}} a & {number} \\ b & 1 \end{{tabular}}"

    above = rf"\begin{{table}}\caption{{First.}}{one(1.5)}\caption{{Second.}}{one(2.5)}\end{{table}}"
    below = rf"\begin{{table}}{one(1.5)}\caption{{First.}}{one(2.5)}\caption{{Second.}}\end{{table}}"
    for body in (above, below):
        assert [(found.label, found.caption, found.cells[1].text) for found in paper(tmp_path, body).tables] == [
            ("Table 1", "First.", "1.5"),
            ("Table 2", "Second.", "2.5"),
        ]


def test_parts_of_a_table_have_letters(tmp_path: Path) -> None:
    inner = r"\begin{tabular}{lr} a & 1.5 \\ b & 2.5 \end{tabular}"
    body = rf"\begin{{table}}\begin{{subtable}}{{.5\linewidth}}{inner}\caption{{Left.}}\end{{subtable}}"
    body += rf"\subfloat[Right.]{{{inner}}}\caption{{Whole.}}\end{{table}}"
    assert [(found.label, found.caption) for found in paper(tmp_path, body).tables] == [
        ("Table 1a", "Whole. Left."),
        ("Table 1b", "Whole. Right."),
    ]


def test_tables_in_the_cells_of_a_table_are_tables(tmp_path: Path) -> None:
    inner = r"\begin{tabular}{lr} a & 1.5 \\ b & 2.5 \end{tabular}"
    found = paper(tmp_path, rf"\begin{{table}}\begin{{tabular}}{{cc}} {inner} & {inner} \end{{tabular}}\caption{{C}}\end{{table}}").tables
    assert [texts(one) for one in found] == [["a", "1.5", "b", "2.5"]] * 2
    assert {one.caption for one in found} == {"C"}


def test_tables_are_numbered_as_latex_numbers_them(tmp_path: Path) -> None:
    one = r"\begin{table}\caption{C}\begin{tabular}{lr} a & 1 \\ b & 2 \end{tabular}\end{table}"
    bare = r"\begin{table}\caption*{C}\begin{tabular}{lr} a & 1 \\ b & 2 \end{tabular}\end{table}"
    appendix = r"\appendix\renewcommand{\thetable}{\Alph{section}\arabic{table}}\setcounter{table}{0}\section{More}"
    assert [found.label for found in paper(tmp_path, f"{one}{bare}{one}{appendix}{one}").tables] == ["Table 1", "", "Table 2", "Table A1"]
    assert [found.label for found in paper(tmp_path, rf"{one}\appendix\section{{More}}{one}").tables] == ["Table 1", "Table 2"]
    within = r"\numberwithin{table}{section}"
    assert [found.label for found in paper(tmp_path, rf"\section{{S}}{one}\section{{T}}{one}", within).tables] == ["Table 1.1", "Table 2.1"]
    assert [found.label for found in paper(tmp_path, one, name="IEEEtran").tables] == ["Table I"]


def test_an_array_in_a_table_is_its_table(tmp_path: Path) -> None:
    (one,) = paper(tmp_path, r"\begin{table}\caption{C}$$\begin{array}{lr} \text{a} & -1.5 \\ b & 2.5 \end{array}$$\end{table}").tables
    assert texts(one) == ["a", "−1.5", "b", "2.5"]


def test_no_digit_of_a_tuned_paper_is_lost() -> None:
    if not (SHARED / "latex").is_dir():
        pytest.skip("the papers with their source are not at hand")
    decimal = re.compile(r"\d+\.\d+")
    for name in TUNED_ON:
        root = SHARED / "latex" / name
        source = "\n".join(path.read_text(encoding="utf-8") for path in sorted(root.rglob("*.tex")))
        source = re.sub(r"(?<!\\)%[^\n]*", "", source)
        wanted: Counter[str] = Counter()
        for inside in re.findall(r"\\begin\{tabular\}(.*?)\\end\{tabular\}", source, re.DOTALL):
            wanted.update(decimal.findall(re.sub(r"@\{[^}]*\}|\[[^\]]*\]|\{[\d.]+(?:cm|\\\w+)\}", "", inside)))
        document = read_latex(root)
        held = Counter(number for one in document.tables for value in one.cells for number in decimal.findall(f"{value.text} {value.note}"))
        assert not wanted - held, name
        assert document.coverage is not None
        assert document.coverage.placed > 0.99 * document.coverage.words, name


def test_ctables_one_command_is_a_table_with_its_caption_label_and_notes(tmp_path: Path) -> None:
    body = (
        r"\ctable[caption={Results, in \%.},label=tab:a,pos=t]{lcc}{\tnote{first}\tnote[b]{second}}"
        r"{\FL Model & F1 & EM \ML BERT & 80.1\tmark & 70.2 \NN XLM & 81.1 & 71.2\tmark[b] \LL} Table~\ref{tab:a} says it."
    )
    document = paper(tmp_path, body, r"\usepackage{ctable}")
    (one,) = document.tables
    assert (one.label, one.caption) == ("Table 1", "Results, in %.")
    assert (cell(one, "80.1").note, cell(one, "71.2").note) == ("a", "b")
    assert (cell(one, "71.2").row, cell(one, "71.2").column) == (("XLM",), ("EM",))
    assert [aside.text for aside in document.asides if aside.kind == "footnote"] == ["[a] first[b] second"]
    assert document.text == "Table 1 says it."


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (r"\csvautotabular{data/scores.csv}", r"a table that \csvautotabular makes of the file data/scores.csv"),
        (r"\csvreader[tabular=ll]{a.csv}{1=\x}{\x & \y}", r"a table that \csvreader makes of the file a.csv"),
        (r"\pgfplotstabletypeset[col sep=comma,columns/a/.style={}]{a.csv}", r"a table that \pgfplotstabletypeset makes of the file a.csv"),
        ("\\pgfplotstabletypeset{a b\n1 2\n}", r"a table that \pgfplotstabletypeset makes of rows written in place"),
    ],
)
def test_a_table_made_of_another_file_is_named_as_unread(tmp_path: Path, command: str, said: str) -> None:
    document = paper(tmp_path, rf"\begin{{table}}\caption{{C.}}{command}\end{{table}} Text.")
    assert [unread.what for unread in document.unread] == [said]
    assert document.text == "Text."


@pytest.mark.parametrize("environment", ["longtblr", "talltblr"])
def test_the_caption_of_tabularray_is_among_its_options(tmp_path: Path, environment: str) -> None:
    rows = r"{colspec={lXX},row{1}={c}} Model & F1 & EM \\ BERT & 80.1 & 70.2 \\ XLM & 2.0 & 3.0 \\"
    (one,) = paper(tmp_path, rf"\begin{{{environment}}}[caption = {{A long, long one}}, label={{t}}]{rows}\end{{{environment}}}").tables
    assert one.caption == "A long, long one"
    assert cell(one, "3.0").column == ("EM",)


def test_what_stands_around_the_cells_of_nicematrix_is_no_cell(tmp_path: Path) -> None:
    rows = (
        r"[hvlines] \CodeBefore \rowcolor{red}{1} \Body & F1 & EM \\ \Block{2-1}{BERT} & 80.1 & 70.2 \\ & 81.1 & 71.2 \\"
        r" \RowStyle{\bfseries} A & 1.0 & 2.0 \CodeAfter \tikz \draw (1-1) -- (2-2); "
    )
    one = table(tmp_path, rows, environment="NiceTabular", columns="lcc")
    assert texts(one) == ["F1", "EM", "BERT", "80.1", "70.2", "81.1", "71.2", "A", "1.0", "2.0"]


def test_supertabular_takes_its_head_and_caption_beforehand(tmp_path: Path) -> None:
    given = r"\tablecaption{Long.}\tablefirsthead{\hline & F1 & EM \\ \hline}\tablehead{& F1 (cont.) & EM \\}"
    body = rf"{given}\tabletail{{\multicolumn{{3}}{{r}}{{goes on}} \\}}\tablelasttail{{\hline}}"
    body += r"\begin{supertabular}{lcc} BERT & 80.1 & 70.2 \\ XLM & 81.1 & 71.2 \\ \end{supertabular}"
    document = paper(tmp_path, body)
    (one,) = document.tables
    assert (one.label, one.caption) == ("Table 1", "Long.")
    assert texts(one) == ["F1", "EM", "BERT", "80.1", "70.2", "XLM", "81.1", "71.2"]
    assert cell(one, "71.2").column == ("EM",)
    assert document.text == ""


def test_a_table_kept_in_a_box_stands_where_the_box_is_printed(tmp_path: Path) -> None:
    kept = rf"\newsavebox{{\one}}\begin{{lrbox}}{{\one}}\begin{{tabular}}{{lrr}}{HEAD} x & 1 & 2 \end{{tabular}}\end{{lrbox}}"
    (one,) = paper(tmp_path, rf"{kept}\begin{{table}}\caption{{Kept.}}\resizebox{{1cm}}{{!}}{{\usebox{{\one}}}}\end{{table}}").tables
    assert (one.label, one.caption, cell(one, "2").column) == ("Table 1", "Kept.", ("B",))


def test_a_table_that_a_definition_begins_as_a_command_is_one(tmp_path: Path) -> None:
    defined = r"\newenvironment{scores}[1]{\tabular{#1}\toprule}{\bottomrule\endtabular}"
    (one,) = paper(tmp_path, rf"\begin{{scores}}{{lrr}}{HEAD} x & 1 & 2 \end{{scores}}", defined).tables
    assert cell(one, "2").column == ("B",)


def test_what_tabularray_says_of_a_row_is_no_text(tmp_path: Path) -> None:
    one = table(tmp_path, r"& A & B \\ \SetRow{gray9} x & 1 & 2 \\ \SetHline[1]{2-3}{red} y & 3 & 4", environment="tblr")
    assert texts(one) == ["A", "B", "x", "1", "2", "y", "3", "4"]


def test_the_quotes_of_french_are_printed(tmp_path: Path) -> None:
    assert paper(tmp_path, r"Un \og mot\fg{} et le 1\ier.", r"\usepackage[french]{babel}").text == "Un « mot » et le 1er."


def test_a_sign_that_a_column_prints_with_each_cell_is_of_the_cell(tmp_path: Path) -> None:
    one = table(tmp_path, r"& \multicolumn{1}{c}{A} & B \\ x & 80.1 & 3 \\ y & & 4", columns=r"l>{\small\hspace{0pt}}r<{\,\%}>{(}c<{)}")
    assert texts(one) == ["A", "(B)", "x", "80.1 %", "(3)", "y", "(4)"]


def test_a_wide_space_parts_words_and_a_thin_one_does_not(tmp_path: Path) -> None:
    one = table(tmp_path, r"& A & B \\ big\hspace*{1em}model & 1\hspace{-2pt} & 7\hspace{1pt}k", columns="lrr")
    assert texts(one)[2:] == ["big model", "1", "7k"]


def test_what_babel_makes_of_quotes_is_read_in_german_only(tmp_path: Path) -> None:
    said = r"""Gr"o"se, "Ubung: "`Zitat"' a"=b 1"~2 x"|y."""
    assert paper(tmp_path, said, r"\usepackage[english,ngerman]{babel}").text == "Größe, Übung: „Zitat“ a-b 1-2 xy."
    assert paper(tmp_path, 'He said "our" aim.', r"\usepackage[english]{babel}").text == 'He said "our" aim.'


# --- prose ------------------------------------------------------------------------------------------------------


def test_title_authors_and_abstract(tmp_path: Path) -> None:
    preamble = (
        r"\title[Short]{A Study\thanks{Money.} of\\ \emph{Things}}\author{Ann B. Poe$^{1}$\thanks{Note} \and "
        r"J\"urgen Ro\ss\\ University \\ \texttt{r@x.org}}\usepackage[ngerman,english]{babel}"
    )
    document = paper(tmp_path, r"\maketitle\begin{abstract}It works. Well.\end{abstract}\section{Introduction}Text.", preamble)
    assert document.title == "A Study of Things"
    assert document.authors == ("Ann B. Poe", "Jürgen Roß")
    assert document.abstract == "It works. Well."
    assert document.language == "en"
    assert document.text == "Abstract\n\nIt works. Well.\n\n1 Introduction\n\nText."
    assert [section.kind for section in document.sections] == ["abstract", "introduction"]


def test_authors_of_other_classes(tmp_path: Path) -> None:
    assert paper(tmp_path, "x", r"\author[1]{Ann Poe}\author[2]{Bo Roe}").authors == ("Ann Poe", "Bo Roe")
    assert paper(tmp_path, "x", r"\author{Ann Poe, Bo Roe and Cy Doe}").authors == ("Ann Poe", "Bo Roe", "Cy Doe")
    assert paper(tmp_path, "x", r"\author{\IEEEauthorblockN{Ann Poe} \IEEEauthorblockA{Here} \and \IEEEauthorblockN{Bo Roe}}").authors == (
        "Ann Poe",
        "Bo Roe",
    )
    assert paper(tmp_path, "x", r"\author{Ann Poe\inst{1} \And Bo Roe\inst{2}}").authors == ("Ann Poe", "Bo Roe")


def test_sections_are_numbered_as_latex_numbers_them(tmp_path: Path) -> None:
    body = r"\section{One}\subsection{In}a\subsubsection{Deep}b\section*{Thanks}c"
    body += r"\section{Two}\paragraph{Run.}d\appendix\section{More}\subsection{Still}e"
    sections = paper(tmp_path, body).sections
    assert [(section.number, section.title) for section in sections] == [
        ("1", "One"),
        ("1.1", "In"),
        ("1.1.1", "Deep"),
        ("", "Thanks"),
        ("2", "Two"),
        ("", "Run."),
        ("A", "More"),
        ("A.1", "Still"),
    ]


def test_labels_are_resolved(tmp_path: Path) -> None:
    body = r"""See Section~\ref{s}, \cref{t}, \autoref{f}, \eqref{e} and \ref{nowhere}.
\section{One}\label{s}\begin{table}\caption{C\label{t}}\end{table}\begin{figure}\caption{D}\label{f}\end{figure}\begin{equation}x\label{e}\end{equation}"""
    assert paper(tmp_path, body).text.startswith("See Section 1, table 1, Figure 1, (1) and ??.")


def test_a_displayed_formula_does_not_end_its_sentence(tmp_path: Path) -> None:
    document = paper(
        tmp_path, "We minimise\n\\begin{align*}\nL &= \\frac{a+b}{2} \\\\ M &= x_i^2\n\\end{align*}\nwhere $a \\le b$ holds. $$y=1$$ Next."
    )
    assert document.text == "We minimise where a ≤ b holds. Next."
    assert [aside.text for aside in document.asides if aside.kind == "formula"] == ["L = (a + b)/2 M = xi^2", "y = 1"]


def test_footnotes_and_captions_stand_aside(tmp_path: Path) -> None:
    document = paper(
        tmp_path,
        (
            r"A word\footnote{See \url{http://x.org/a%20b_c}.} "
            r"here.\begin{figure}\includegraphics[width=3cm]{a.png}\caption{A picture.}\end{figure} It goes on."
        ),
    )
    assert document.text == "A word here. It goes on."
    assert [(aside.kind, aside.text) for aside in document.asides] == [
        ("footnote", "See http://x.org/a%20b_c."),
        ("caption", "Figure 1: A picture."),
    ]


def test_code_and_algorithms_are_no_prose(tmp_path: Path) -> None:
    body = (
        "Before.\n\\begin{verbatim}\n\\begin{tabular} % no & 1 "
        "\\\\\n\\end{verbatim}\n\\begin{lstlisting}[language=C]\nint "
        "x;\n\\end{lstlisting}\n\\begin{tikzpicture}\\draw (0,0);\\end{tikzpicture} After \\verb|%_x|."
    )
    document = paper(tmp_path, body)
    assert document.text == "Before. After %_x."
    assert document.tables == ()


def test_items_are_paragraphs(tmp_path: Path) -> None:
    body = r"We:\begin{itemize}\item do \textbf{this};\item do that.\end{itemize}\begin{description}\item[Next] do more.\end{description}"
    assert paper(tmp_path, body).text == "We:\n\ndo this;\n\ndo that.\n\nNext do more."


def test_text_is_readable(tmp_path: Path) -> None:
    body = (
        r"``Schl\"uter''---\c{C}a\u{g}, na\"{\i}ve: $\alpha_1 \geq 10^{-3}$, 5\,\% of \$3 \& \# A\_B~C. F\"ur "
        r"\'Etienne, \o re \ss. $x \in \mathbb{R}^n$; \(a-b\), \textsc{Caps}, 3\textsuperscript{rd}."
    )
    assert (
        paper(tmp_path, body).text
        == "“Schlüter”—Çağ, naïve: α1 ≥ 10^-3, 5 % of $3 & # A_B C. Für Étienne, øre ß. x ∈ R^n; a − b, Caps, 3rd."
    )


def test_spaces_and_lengths_print_nothing(tmp_path: Path) -> None:
    body = r"One\hskip 3pt plus 1fil minus 2pt two\vspace*{1cm} \tabcolsep=3pt three\setlength{\parskip}{3pt}, \kern-2pt $10\times$."
    assert paper(tmp_path, body).text == "One two three, 10×."


def test_unknown_commands_keep_the_text_of_their_arguments(tmp_path: Path) -> None:
    assert (
        paper(tmp_path, r"One \strange[opt]{two} \odd three \textcolor{red}{four} \mystery{five}{six}.").text
        == "One two three four fivesix."
    )


def test_macros_leave_blanks_as_tex_does(tmp_path: Path) -> None:
    preamble = r"\usepackage{xspace}\newcommand{\sys}{Sys\xspace}\newcommand{\bare}{Bare}\DeclareMathOperator{\rank}{rank}"
    assert (
        paper(tmp_path, r"\sys is, \sys, and \bare is not \bare{} but $\rank A$.", preamble).text
        == "Sys is, Sys, and Bareis not Bare but rank A."
    )


def test_acronyms_are_written_out_once(tmp_path: Path) -> None:
    preamble = r"\newacronym{asr}{ASR}{automatic speech recognition}\newacronym[longplural={feet}]{ft}{FT}{foot}"
    body = r"\gls{asr} and \gls{asr}; \glspl{ft} and \glspl{ft}; \Gls{asr}."
    assert paper(tmp_path, body, preamble).text == "automatic speech recognition (ASR) and ASR; feet (FTs) and FTs; ASR."


def test_conditions_are_decided(tmp_path: Path) -> None:
    preamble = r"\newif\ifdraft\draftfalse\newif\iflong\longtrue\newcommand{\maybe}[1]{\ifx#1\relax no\else yes\fi}"
    body = (
        r"A\ifdraft B\else C\fi\iflong D\iffalse E\fi F\else G\fi\iftrue H\fi\ifnum 1<2 I\else "
        r"J\fi\ifunknownfinal K\else L\fi\ifthenelse{\equal{a}{a}}{M}{N}."
    )
    assert paper(tmp_path, body, preamble).text == "ACDFHILM."


# --- references -------------------------------------------------------------------------------------------------


def test_a_numbered_list_is_cited_by_number(tmp_path: Path) -> None:
    body = (
        r"As shown \cite{b,a} and \cite[p.~3]{a}.\begin{thebibliography}{9}\bibitem{a} A.~Poe and B. Roe. "
        r"\newblock A fine title. \newblock {\em Journal}, 2020. arXiv:2005.13013v2.\bibitem{b} C. Doe. "
        r"\newblock Another title here. 2019.\end{thebibliography}"
    )
    document = paper(tmp_path, body)
    assert document.text.startswith("As shown [2, 1] and [1, p. 3].")
    first = document.references[0]
    assert (first.label, first.title, first.authors, first.year) == ("1", "A fine title", ("A. Poe", "B. Roe"), 2020)
    assert first.source is not None
    assert first.source.name == "arXiv:2005.13013v2"
    assert [(cited.mark, cited.references, cited.sentence) for cited in document.citations] == [
        ("[2, 1]", (1, 0), 0),
        ("[1, p. 3]", (0,), 0),
    ]
    assert document.sections[-1].kind == "references"


def test_labels_of_natbib_are_names_and_years(tmp_path: Path) -> None:
    bbl = (
        r"\begin{thebibliography}{2}\bibitem[{Hu et~al.(2020{\natexlab{a}})Hu, Ruder, and Roe}]{hu} Junjie "
        r"Hu, Sebastian Ruder, and Bo Roe. 2020{\natexlab{a}}. \newblock A benchmark of things. \newblock In "
        r"{\em ICML}.\bibitem[Poe(1999)]{poe} Ann Poe. 1999. \newblock Old things. \end{thebibliography}"
    )
    body = r"See \citep[e.g.][]{hu,poe} and \citet{poe}; \citeauthor{hu} in \citeyear{hu}. \citep{lost}.\bibliography{refs}"
    document = paper(tmp_path, body, main_bbl=bbl)
    assert document.text.startswith("See (e.g. Hu et al., 2020a; Poe, 1999) and Poe (1999); Hu et al. in 2020a. (lost).")
    assert [reference.label for reference in document.references] == ["Hu et al., 2020a", "Poe, 1999"]
    assert document.citations[-1].why == "not in the list of references: lost"


def test_cited_entries_of_a_bib_file_are_the_list(tmp_path: Path) -> None:
    bib = (
        '@string{conf = "Proc. of "}\n@inproceedings{roe, author={Roe, Bo and Schl{\\"u}ter, Ralf}, '
        'title={{BERT} and \\& friends}, year=2018, booktitle=conf # "ACL", doi={10.1/ab}}\n@book{un, '
        'author={X}, title={Uncited}, year=1}\n@article{poe, author="Ann Poe", title="Things", year="2020"}'
    )
    document = paper(tmp_path, r"See \citep{poe,roe}.\bibliography{refs}", r"\usepackage{natbib}\bibliographystyle{plainnat}", refs_bib=bib)
    assert document.text.startswith("See (Poe, 2020; Roe and Schlüter, 2018).")
    assert [(reference.title, reference.authors) for reference in document.references] == [
        ("Things", ("Ann Poe",)),
        ("BERT and & friends", ("Bo Roe", "Ralf Schlüter")),
    ]
    assert "Proc. of ACL" in document.references[1].text


def test_the_list_that_biber_made_is_read(tmp_path: Path) -> None:
    bbl = """\\begin{refsection}\\sortlist[entry]{nty/global/}
\\entry{poe}{article}{}
\\name{author}{2}{}{%
{{hash=1}{family={Poe}, familyi={P\\bibinitperiod}, given={Ann}, giveni={A\\bibinitperiod}}}%
{{hash=2}{family={Roe}, familyi={R\\bibinitperiod}, given={Bo}, giveni={B\\bibinitperiod}}}%
}
\\field{title}{Fine \\emph{things}}
\\field{year}{2021}
\\verb{doi}
\\verb 10.1000/xyz
\\endverb
\\endentry
\\endsortlist\\end{refsection}"""
    document = paper(
        tmp_path, r"See \parencite{poe}.\printbibliography", r"\usepackage[style=authoryear]{biblatex}\addbibresource{r.bib}", main_bbl=bbl
    )
    assert document.text.startswith("See (Poe and Roe, 2021).")
    (reference,) = document.references
    assert (reference.title, reference.authors, reference.year) == ("Fine things", ("Ann Poe", "Bo Roe"), 2021)


# --- files ------------------------------------------------------------------------------------------------------


def test_input_is_followed_inside_the_folder_only(tmp_path: Path) -> None:
    outside = tmp_path / "secret.tex"
    outside.write_text("SECRET", encoding="utf-8")
    folder = tmp_path / "paper"
    (folder / "sec").mkdir(parents=True)
    (folder / "sec" / "one.tex").write_text("One.\\endinput Not this.", encoding="utf-8")
    (folder / "link.tex").symlink_to(outside)
    body = (
        f"\\input{{sec/one}} \\include{{sec/one.tex}} \\input{{../secret}} \\input{{{outside}}} "
        f"\\input{{link}} \\input{{missing}} \\input sec/one Two."
    )
    document = paper(tmp_path, body)
    assert "SECRET" not in document.text
    assert re.sub(r"\s+", " ", document.text) == "One. One. One. Two."
    assert len(document.unread) == 4
    assert any("missing" in unread.what for unread in document.unread)


def test_the_main_file_is_the_one_that_no_other_reads(tmp_path: Path) -> None:
    folder = tmp_path / "paper"
    folder.mkdir()
    (folder / "a_section.tex").write_text("\\documentclass[main]{subfiles}\\begin{document}Section text.\\end{document}", encoding="utf-8")
    (folder / "z_main.tex").write_text(
        "\\documentclass{article}\\begin{document}\\subfile{a_section} End.\\end{document}", encoding="utf-8"
    )
    (folder / "notes.tex").write_text("Nothing.", encoding="utf-8")
    assert read_latex(folder).text == "Section text. End."


def test_a_chapter_without_a_class_is_read(tmp_path: Path) -> None:
    chapter = tmp_path / "chapter.tex"
    chapter.write_text(r"\chapter{Results}\section{All}It works.\begin{tabular}{lr} a & 1.5 \\ b & 2.5 \end{tabular}", encoding="utf-8")
    document = read_latex(chapter)
    assert document.sentences[0].text == "It works."
    assert len(document.tables) == 1


def test_the_abstract_of_a_chapter_is_its_section(tmp_path: Path) -> None:
    chapter = tmp_path / "chapter.tex"
    chapter.write_text(r"\chapter{A study}\section*{Abstract}It works. \section{More}Text.", encoding="utf-8")
    document = read_latex(chapter)
    assert (document.title, document.abstract) == ("A study", "It works.")


def test_a_file_that_reads_itself_ends(tmp_path: Path) -> None:
    document = paper(tmp_path, r"Start. \input{again} End.", again_tex=r"Again. \input{again}")
    assert document.text == "Start. Again. End."
    assert document.unread


def test_plain_definitions_of_a_package_of_the_folder_are_known(tmp_path: Path) -> None:
    package = r"\ProvidesPackage{mine}\newcommand{\ours}{OurModel}\newcommand{\inner}{\my@inner}\def\section#1{}"
    assert paper(tmp_path, r"\section{S}\ours{} wins.", r"\usepackage{mine}", mine_sty=package).text == "1 S\n\nOurModel wins."


def test_latin_text_is_decoded(tmp_path: Path) -> None:
    file = tmp_path / "a.tex"
    file.write_bytes(
        "\\documentclass{article}\\usepackage[latin1]{inputenc}\\begin{document}Für Schlüter.\\end{document}".encode("latin-1")
    )
    assert read_latex(file).text == "Für Schlüter."


def test_no_source_is_said_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match=r"no \.tex file"):
        read_latex(tmp_path)
    with pytest.raises(ReadingError):
        read_latex(tmp_path / "nothing.tex")
    (tmp_path / "empty.tex").write_bytes(b"")
    with pytest.raises(ReadingError, match="empty"):
        read_latex(tmp_path / "empty.tex")


def test_the_hash_is_of_all_files_read(tmp_path: Path) -> None:
    first = paper(tmp_path, r"\input{part}", part_tex="A.")
    second = paper(tmp_path, r"\input{part}", part_tex="B.")
    assert first.source.hash != second.source.hash
    assert first.source.hash.startswith("sha256:")
    assert (first.source.scheme, first.format) == ("file", "latex")


# --- hostile source ---------------------------------------------------------------------------------------------

HOSTILE = {
    "a macro that calls itself": r"\def\a{\a\a}\a",
    "macros that double": "".join(rf"\def\m{chr(98 + i)}{{\m{chr(97 + i)}\m{chr(97 + i)}}}" for i in range(24)) + r"\def\ma{lol }\my",
    "arguments that double": r"\def\a#1{#1#1}" + r"\a{" * 40 + "x" + "}" * 40,
    "braces without end": "{" * 200_000,
    "closing braces": "}" * 200_000,
    "environments without end": r"\begin{table}\begin{tabular}{ll}" * 3_000 + "a & 1 \\\\",
    "dollars": "$" * 100_001,
    "nested fractions": r"$\frac{" * 5_000 + "x" + "}{y}" * 5_000 + "$",
    "nested scripts": "$x" + "^{x" * 5_000 + "}" * 5_000 + "$",
    "columns without end": r"\begin{tabular}{*{9999}{*{9999}{*{9999}{c}}}} a & 1 \\ b & 2 \end{tabular}",
    "cells that span everything": r"\begin{tabular}{ll} \multicolumn{99999999}{c}{a} & \multirow{-99999}{*}{1} \\ b & 2 \end{tabular}",
    "brackets": "[" * 50_000,
    "conditions without end": r"\iffalse" * 50_000,
    "unknown conditions": r"\ifodd" * 20_000 + r"\fi",
    "optional arguments": r"\cite[" * 20_000,
    "a row of many cells": r"\begin{tabular}{l}" + "a & " * 50_000 + r"\\ b & 1 \end{tabular}",
    "code without a body": r"\CodeBefore x" * 20_000,
    "boxes in themselves": r"\sbox0{\usebox0\usebox0 a}" + r"\usebox0" * 200,
    "boxes without end": r"\begin{lrbox}{\a}" * 5_000,
    "tables by one command": r"\ctable[caption={" * 3_000 + r"\ctable{l}{}{\ctable{l}{}{a}}" * 2_000,
    "heads without tables": r"\tablehead{a & b \\}\begin{supertabular}{ll}" * 3_000,
    "a verbatim without end": r"\begin{verbatim} \begin{verbatim}",
    "a url without end": r"\url{" * 5_000,
    "nested footnotes": r"\footnote{x " * 2_000 + "}" * 2_000,
    "odd bytes": "".join(chr(code) for code in range(0x300)) * 20,
    "a csname": r"\csname " * 5_000,
    "verbs": r"\verb|" * 10_000,
    "accents": r"\'" * 20_000,
    "sections": r"\section{" * 5_000,
    "captions": r"\begin{table}" + r"\caption{" * 3_000,
    "defs": r"\def\a#1#2#3#4#5#6#7#8#9" * 5_000,
    "scripts of many digits": "$" + "x^10 " * 60_000 + "$",
    "stars": r"\\*[x" * 20_000,
    "cells over cells": r"\begin{tabular}{ll}" + r"\multicolumn{500}{c}{\multirow{500}{*}{a}} & b \\" * 3_000 + r"\end{tabular}",
    "a number made of numbers": r"\renewcommand{\thetable}{" + r"\thetable " * 50 + r"}\begin{table}\caption{a}\end{table}" * 50,
    "counters": (
        r"\numberwithin{a}{b}\numberwithin{b}{a}\stepcounter{a}"
        r"\renewcommand{\thea}{\theb}\renewcommand{\theb}{\thea\thea}\stepcounter{a}"
    )
    * 50,
}


def test_cells_that_are_left_out_of_a_row_are_said(tmp_path: Path) -> None:
    document = paper(tmp_path, r"\begin{tabular}{l} x & y \\" + "1 & " * 50_000 + r"\textbf{2} \\ b & 3 \end{tabular}")
    assert [unread.what for unread in document.unread] == ["the cells of a row after its 1,000th; no table is as wide"]
    assert cell(document.tables[0], "b").at == (2, 0)
    assert "2" not in texts(document.tables[0])


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_source_ends(tmp_path: Path, name: str) -> None:
    file = tmp_path / "a.tex"
    for text in (HOSTILE[name], f"\\documentclass{{article}}\\begin{{document}}Text. {HOSTILE[name]}"):
        file.write_text(text, encoding="utf-8")
        assert read_latex(file).format == "latex"


PIECES = st.lists(
    st.sampled_from(
        (
            r"\begin{tabular}{l|r} \end{tabular} \begin{table} \end{table} \caption{ } { } & \\ $ $$ 1.5 word "
            r"\multicolumn{2}{c}{ \multirow{2}{*}{ \hline \cline{1-2} [ ] ^ _ \bf \textbf \cite{a} \section "
            r"\footnote{ % ~ \iffalse \fi \else \def\x#1{ #1 \x \newcommand{\y}[1]{ \y \item \begin{itemize} "
            r"\end{itemize} \frac \left( \[ \] \verb| \input{x} \label{l} \ref{l} \\[2pt] @{.} \startdata \nodata "
            r"\tablehead{ \cutinhead \begin{deluxetable} \end{document} \begin{document} \makecell{ \num{1e5} "
            r"\bibitem{k} \begin{thebibliography} \end{thebibliography}"
        ).split()
    )
    | st.sampled_from(["\n\n", "\n", " "]),
    max_size=60,
)


@settings(max_examples=150, deadline=None)
@given(PIECES)
def test_shuffled_source_is_read(tmp_path_factory: pytest.TempPathFactory, pieces: list[str]) -> None:
    file = tmp_path_factory.mktemp("shuffled") / "a.tex"
    file.write_text("Text. " + " ".join(pieces), encoding="utf-8")
    document = read_latex(file)
    for one in document.tables:
        for value in one.cells:
            assert value.text or value.numbers
