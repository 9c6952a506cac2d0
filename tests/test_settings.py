"""Settings: defaults, wrong values by line, unknown keys, and where things are kept."""

from __future__ import annotations

import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from facebalance_desktop import settings
from facebalance_desktop.atomic_files import replace_patiently, write_atomically
from facebalance_desktop.errors import Problem
from facebalance_desktop.folders import config_dir
from facebalance_desktop.settings import Settings


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FACEBALANCE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def written(home: Path, text: str) -> None:
    home.mkdir(exist_ok=True)
    (home / "settings.toml").write_text(text, encoding="utf-8")


def test_without_a_file_the_defaults_hold() -> None:
    assert settings.load() == settings.Loaded(Settings())
    assert not Settings().allow_names_in_presentation


def test_what_is_saved_comes_back() -> None:
    chosen = Settings(
        clinic_folder="/srv/Praxis Müller", clinic_name="Praxis", text_size=125, kept_versions=9, save_after=3.5
    )
    settings.save(chosen)
    assert settings.load() == settings.Loaded(chosen)
    settings.save(replace(chosen, clinic_name=""))
    assert settings.load().settings.clinic_name == ""


def test_a_wrong_value_is_told_by_line_and_the_others_hold(home: Path) -> None:
    written(
        home, '# ours\ntext_size = "big"\nclinic_name = "Praxis"\nrecent_limit = -1\nallow_names_in_presentation = 1\n'
    )
    loaded = settings.load()
    assert loaded.settings == Settings(clinic_name="Praxis")
    assert loaded.problems == (
        "settings.toml, line 2: text_size must be a whole number from 75 to 250; the default, 100, is used.",
        "settings.toml, line 4: recent_limit must be a whole number from 0 to 10000; the default, 500, is used.",
        "settings.toml, line 5: allow_names_in_presentation must be true or false; the default, false, is used.",
    )


def test_unknown_keys_and_wrong_values_survive_a_save(home: Path) -> None:
    written(home, 'text_size = "big"\nfuture = [1, 2]\n[later]\nkey = "value"\n')
    settings.save(replace(settings.load().settings, clinic_name="Clinic"))
    text = (home / "settings.toml").read_text("utf-8")
    assert 'text_size = "big"' in text
    assert 'key = "value"' in text
    assert 'clinic_name = "Clinic"' in text
    assert "kept_versions" not in text, "a default that nobody chose stays free to change in a later version"


def test_a_file_that_is_no_toml_is_told_and_kept(home: Path) -> None:
    written(home, 'clinic_name = "Praxis"\nthis is not TOML\n')
    loaded = settings.load()
    assert loaded.settings == Settings()
    assert "line 2" in loaded.problems[0]
    settings.save(Settings(clinic_name="Clinic"))
    assert settings.load() == settings.Loaded(Settings(clinic_name="Clinic"))
    assert "this is not TOML" in (home / "settings-unreadable.toml").read_text("utf-8")


def test_a_refused_save_is_one_sentence(home: Path) -> None:
    home.write_text("a file where the folder should be")
    with pytest.raises(Problem, match=r"^The settings could not be saved: .*\.$"):
        settings.save(Settings(clinic_name="Praxis"))


def test_everything_lives_below_the_named_home(home: Path) -> None:
    assert config_dir() == home
    assert settings.recovery_dir().is_relative_to(home)
    assert settings.data_dir().is_relative_to(home)
    assert settings.clinic_dir(Settings()).is_relative_to(home)
    assert settings.clinic_dir(Settings(clinic_folder="/srv/clinic")) == Path("/srv/clinic")


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_folders_of_patient_data_are_for_the_user_alone(home: Path) -> None:
    home.mkdir()
    (home / "recovery").mkdir(mode=0o755)
    assert stat.S_IMODE(settings.recovery_dir().stat().st_mode) == 0o700
    assert stat.S_IMODE(settings.data_dir().stat().st_mode) == 0o700


def test_without_the_variable_the_systems_places_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FACEBALANCE_HOME")
    assert config_dir().name == "FaceBalance"
    assert settings.clinic_dir(Settings()).name == "FaceBalance"


def test_writing_is_all_or_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "file"
    write_atomically(target, b"old")

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OSError, match="No space"):
        write_atomically(target, b"new")
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_replacing_is_tried_again_while_another_program_holds_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new, target = tmp_path / "new", tmp_path / "file"
    new.write_bytes(b"new")
    refusals = iter([PermissionError(13, "held"), PermissionError(13, "held")])
    really = os.replace

    def held(source: Path, goal: Path) -> None:
        for refusal in refusals:
            raise refusal
        really(source, goal)

    monkeypatch.setattr(os, "replace", held)
    replace_patiently(new, target)
    assert target.read_bytes() == b"new"
