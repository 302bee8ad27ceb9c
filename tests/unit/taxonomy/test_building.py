import lzma
import shutil
from pathlib import Path

import pytest

from studio.base.errors import UserError
from studio.taxonomy import building

ROWS = {
    "onet_occupations.csv": "onet_code,soc_code,title,description\n"
    '11-1011.00,11-1011,Tea Tasters,"Taste tea."\n',
    "soc2018.csv": "code,level,title,parent,definition\n11-0000,major,Tea,,\n",
    "oews.csv": "soc_code,title,oews_code,basis,shared_by,tot_emp,a_mean,a_median,a_pct10,a_pct90,"
    "h_mean,wage_bill\n11-1011,Tea,11-1011,exact,1,5,10,10,10,>=20,1.5,50\n",
    "crosswalk_soc2010_soc2018.csv": "soc2010,soc2010_title,soc2018,soc2018_title,marker\n"
    "11-1010,Tea,11-1011,Tea,##\n",
    "ale_subdomains.csv": "cluster_id,cluster_code,cluster_name,subdomain_id,subdomain_code,"
    "subdomain_name,in_paper_v2,in_live_site_2026_08,paper_v2_instances,public_task_cards,id_basis,"
    "code_basis,name_basis\n1,c,C,1.1,s,S,1,0,,0,card,card,card\n",
    "ale_soc_map.csv": "subdomain_id,relation,soc_code,onet_codes,basis\n"
    "1.1,primary,11-1011,,inferred\n",
    "gdpval_occupations.csv": "sector,soc_code,soc_level,soc_title,detailed_codes\n"
    "Tea,11-1011,detailed,Tea Tasters,11-1011\n",
    "onet_alternate_titles.csv": "onet_code,alternate_title,short_title\n"
    "11-1011.00,Tea Taster (TT),TT\n11-1011.00,Cupper,\n11-1011.00,Cupper,\n",
    "soc2018_direct_match_titles.csv": "code,title\n11-1011,Taster\n",
    "onet_technology_skills.csv": "onet_code,software\n11-1011.00,TeaCAD\n",
    "onet_tasks.csv": "task_id,onet_code,task\n1,11-1011.00,Slurp the oolong loudly.\n",
    "onet_related.csv": "onet_code,related_code,idx\n"
    "11-1011.00,13-1011.00,10\n11-1011.00,12-1011.00,9\n",
}


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    folder.mkdir()
    for name, text in ROWS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_only_facts_are_taken_and_the_bytes_are_the_same_again(sources: Path) -> None:
    made = building.texts(sources)
    assert made["occupations"] == "code\tsoc\ttitle\n11-1011.00\t11-1011\tTea Tasters\n"
    assert made["alternate_titles"] == "11-1011.00\tTea Taster (TT)\tCupper\n"
    assert made["short_titles"] == "11-1011.00\tTT\n"
    assert made["related"] == "11-1011.00\t12-1011.00\t13-1011.00\n"
    assert "Taste tea." not in "".join(made.values())
    assert building.packed(b"tea", "wages.tsv.xz") == building.packed(b"tea", "wages.tsv.xz")


def test_check_tells_what_drifted(
    sources: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = tmp_path / "data"
    building.write(sources, data)
    assert building.drifted(sources, data) == []
    (data / "software.tsv.xz").write_bytes(lzma.compress(b"11-1011.00\tOther\n"))
    (data / "related.tsv.xz").write_bytes(b"broken")
    (data / "soc.tsv.xz").unlink()
    assert building.drifted(sources, data) == ["related.tsv.xz", "soc.tsv.xz", "software.tsv.xz"]
    # These invented sources are not those of the tables that come with the program.
    assert building.main([str(sources), "--check"]) == 1
    assert "occupations" in capsys.readouterr().err


@pytest.mark.parametrize("fault", ["no file", "no column", "no folder", "tab", "latin"])
def test_wrong_sources_give_one_sentence(
    sources: Path, fault: str, capsys: pytest.CaptureFixture[str]
) -> None:
    place = sources / "onet_technology_skills.csv"
    if fault == "no file":
        place.unlink()
    elif fault == "no column":
        place.write_text("onet_code,program\n11-1011.00,TeaCAD\n")
    elif fault == "tab":
        place.write_text("onet_code,software\n11-1011.00,Tea\tCAD\n")
    elif fault == "latin":
        place.write_bytes(b"onet_code,software\n11-1011.00,Caf\xe9\n")
    else:
        shutil.rmtree(sources)
    with pytest.raises(UserError):
        building.texts(sources)
    assert building.main([str(sources), "--check"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_the_program_takes_one_folder(capsys: pytest.CaptureFixture[str]) -> None:
    assert building.main(["--check"]) == 2
    assert "one folder" in capsys.readouterr().err
