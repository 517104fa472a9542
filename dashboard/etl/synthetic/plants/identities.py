"""Plants of identity: names without codes, codes and names that do not match one to one, forms that fold to one."""

from dashboard.etl.synthetic.plants.ground import AWARDED_TITLE, LABEL, TITLED, Body, Ground

Pairs = tuple[tuple[str, str], ...]
NOBODY = "belongs to an organisation of its own"
# how the case writes a name, and how the honour without a code writes the same name
SAME_NAMES: Pairs = (
    ("示例甲智造{n}有限公司(合成)", "示例甲智造{n}有限公司（合成）"),
    ("示例乙检测{n}中心(一期)(合成)", "示例乙检测{n}中心（一期）（合成）"),
    ("示例Abc光电{n}有限公司(合成)", "示例ＡＢＣ光电{wide}有限公司(合成)"),
    ("示例丙软件“云”{n}有限公司(合成)", "示例丙软件云{n}有限公司(合成)"),
    ("示例丁 食品 {n}有限公司(合成)", "示例丁食品{n}有限公司(合成)"),
    ("Shili Synthetic {n} Co., Ltd.", "SHILI SYNTHETIC {n} CO.,LTD"),
)
DIFFERENT_NAMES: Pairs = (
    ("示例戊材料{n}有限公司(一期)(合成)", "示例戊材料{n}有限公司(二期)(合成)"),
    ("示例己医械{n}·1号有限公司(合成)", "示例己医械{n}1号有限公司(合成)"),
)
SAME_TITLES: Pairs = (("示例平台建设{n}(一期)", "示例平台建设{n}（一期）"), ("示例AI质检{n}", "示例ａｉ 质检{n}"))
DIFFERENT_TITLES: Pairs = (
    ("示例产线改造{n}(一期)", "示例产线改造{n}(二期)"),
    ("示例误差小于10²项目{n}", "示例误差小于102项目{n}"),
)
SAME_NUMBERS: Pairs = (("HC-GCF-{n}A", "hc-gcf-{n}a"), ("HC-GCF-{n}B", "ＨＣ-ＧＣＦ-{wide}Ｂ"), ("HC GCF {n}C", "HCGCF{n}C"))
DIFFERENT_NUMBERS: Pairs = (("JJF {n}1.1", "JJF {n}11"), ("HC-{n}-1", "HC-{n}1"))


def names_without_codes(ground: Ground) -> None:
    """Honours that name an organisation and no code."""
    for kind in (LABEL, AWARDED_TITLE):
        ground.set_number += 1
        body = ground.body()
        case = ground.case(body, item=TITLED)
        award = ground.award(body, kind=kind, uscc=None)
        ground.note(
            award, "uscc", f"no code, the name of {body.uscc}", f"belongs to {body.uscc} of case {case['application_id']}"
        )
    ground.set_number += 1
    body = ground.body()
    for _ in range(2):
        ground.note(ground.award(body, uscc=None), "uscc", "no code, a name of no code", f"{NOBODY}, the same for both")


def one_name_two_codes(ground: Ground) -> None:
    """A name borne by two codes identifies nobody."""
    ground.set_number += 1
    one = ground.body()
    two = ground.body(name=one.name)
    for body, other in ((one, two), (two, one)):
        ground.note(
            ground.case(body, item=TITLED), "applicant", f"the name of {other.uscc} too", "two organisations; K02 or K03"
        )
    for kind in (LABEL, AWARDED_TITLE):
        award = ground.award(one, kind=kind, uscc=None)
        ground.note(award, "uscc", "no code, a name borne by two codes", f"{NOBODY}, marked ambiguous; take-up not judged")
    claim = ground.proven(one, item="09-4")
    ground.note(claim, "uscc", "first-time item; an earlier honour bears an ambiguous name", "C04 not judged")


def one_code_two_names(ground: Ground) -> None:
    """A code whose organisation was renamed: by code one organisation; the rarer spelling is the one to check."""
    ground.set_number += 1
    old = ground.body()
    new = Body(old.uscc, f"示例更名{old.uscc[-6:]}有限公司(合成)", old.district)
    for body, word in ((old, "the usual name"), (old, "the usual name"), (new, "another name of the same code")):
        ground.note(
            ground.case(body, item=TITLED), "applicant", word, "one organisation by code; the usual name is not accused"
        )
    award = ground.award(new, uscc=None)
    ground.note(award, "uscc", "no code, the later name", f"belongs to {old.uscc}")


def folded_names(ground: Ground) -> None:
    """Names, titles and numbers that differ in form only are one; those that differ in matter stay apart."""
    for pairs, same in ((SAME_NAMES, True), (DIFFERENT_NAMES, False)):
        for first, second in pairs:
            ground.set_number += 1
            written, again = _both(ground, first, second)
            body = ground.body(name=written)
            ground.note(
                ground.case(body, item=TITLED),
                "applicant",
                f"written {written}",
                f"the honour is {'' if same else 'not '}its own",
            )
            award = ground.award(body, uscc=None, organisation=again)
            expected = f"belongs to {body.uscc}" if same else NOBODY
            ground.note(award, "organisation", f"written {again}, no code", expected)
    for pairs, same in ((SAME_TITLES, True), (DIFFERENT_TITLES, False)):
        for first, second in pairs:
            ground.set_number += 1
            body = ground.body()
            for title, year in zip(_both(ground, first, second), (2023, 2024), strict=True):
                row = ground.case(body, item=TITLED, year=year, project_title=title)
                ground.note(
                    row, "project_title", f"titled {title}", "C05 at the later case" if same else "two matters: no C05"
                )
    for pairs, same in ((SAME_NUMBERS, True), (DIFFERENT_NUMBERS, False)):
        for first, second in pairs:
            ground.set_number += 1
            written, again = _both(ground, first, second)
            body = ground.body()
            case = ground.case(body, certificate_no=written)
            award = ground.award_of(
                case, body, uscc=None, organisation=None, project_title="示例(合成)", certificate_no=again
            )
            claim = f"the claim of {case['application_id']}" if same else "claimed by nobody"
            ground.note(
                case, "certificate_no", f"numbered {written}", "its award is the one below" if same else "C13: no award"
            )
            ground.note(award, "certificate_no", f"numbered {again}, no organisation", claim)


def _both(ground: Ground, first: str, second: str) -> tuple[str, str]:
    number = f"{ground.set_number:05d}"
    wide = number.translate({code: code + 0xFEE0 for code in range(ord("0"), ord("9") + 1)})
    return first.format(n=number, wide=wide), second.format(n=number, wide=wide)
