"""Which tables LaTeX has, in environments of many kinds, and which caption and number belong to each."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from paths import SHARED
from typed_latex import HEAD, cell, paper, table, texts

from synth.reading.latex import read_latex

TUNED_ON = (
    "ucca-multitask-acl2018",
    "bleu-simplification-emnlp2018",
    "dv-cosine-acl2019",
    "ordinal-clm-neurocomputing2020",
    "wav2vec-features-interspeech2023",
)


def test_a_commented_out_table_is_no_table(tmp_path: Path) -> None:
    body = (
        "%\\begin{table}\\begin{tabular}{ll}a & 1.5 \\\\ b & "
        "2.5\\end{tabular}\\end{table}\n\\begin{comment}\\begin{tabular}{ll}a & 1 \\\\ b & "
        "2\\end{tabular}\\end{comment}\nText."
    )
    document = paper(tmp_path, body)
    assert document.tables == ()
    assert document.text == "Text."


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
