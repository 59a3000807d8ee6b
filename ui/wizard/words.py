"""Words of the wizard: complaints, units, persons, lengths."""

from PySide6.QtCore import QCoreApplication

from app.session.script import FactKind, Person
from app.session.typed import MOST_CHARACTERS, MOST_OF_A_NAME, Complaint

translate = QCoreApplication.translate


def complaint_text(complaint: Complaint) -> str:
    """What is wrong with a field, and what would be right."""
    match complaint:
        case Complaint.MISSING:
            return translate("messages", "请填写")
        case Complaint.HIDDEN_CHARACTER:
            return translate("messages", "含有看不见的字符，请删掉重新输入")
        case Complaint.TOO_LONG:
            most = translate("messages", "太长，最多 {most} 个字（姓名 {name}）")
            return most.format(most=MOST_CHARACTERS, name=MOST_OF_A_NAME)
        case Complaint.NAME_CHARACTER:
            return translate("messages", "姓名里不能有数字或符号")
        case Complaint.ID_LENGTH:
            return translate("messages", "身份证号码应为 18 位")
        case Complaint.ID_CHARACTER:
            return translate("messages", "只能是数字，最后一位可以是 X")
        case Complaint.ID_CHECK_DIGIT:
            return translate("messages", "校验位不对，请对照证件再看一遍")
        case Complaint.ID_BIRTH_DATE:
            return translate("messages", "第 7 至 14 位不是可能的出生日期")
        case Complaint.NO_NUMBER:
            return translate("messages", "请写成一个数，如 50000、50,000 或 5万")
        case Complaint.NOT_EXACT:
            return translate("messages", "要写准确的数，不能是“五六万”")
        case Complaint.WRONG_UNIT:
            return translate("messages", "单位不对，请按右边的单位填写")
        case Complaint.NEGATIVE:
            return translate("messages", "不能小于零")
        case Complaint.NOT_WHOLE:
            return translate("messages", "应为整数")
        case Complaint.TOO_PRECISE:
            return translate("messages", "最多两位小数")
        case Complaint.TOO_LARGE:
            return translate("messages", "数太大，请核对")
        case Complaint.OVER_100:
            return translate("messages", "不能超过 100%")
        case Complaint.NO_LEVEL:
            return translate("messages", "等级应为 1 至 9")
        case Complaint.NO_DATE:
            return translate("messages", "请写成 2026-01-31 这样的日期")
        case Complaint.NO_SUCH_DAY:
            return translate("messages", "没有这一天")
        case Complaint.NO_CODE:
            return translate("messages", "只能是字母、数字和连字符")
        case Complaint.NO_CHOICE:
            return translate("messages", "请选择一项")


def unit_text(kind: FactKind) -> str:
    """What stands behind the field; nothing for kinds without a unit."""
    return {
        FactKind.MONEY_YUAN: translate("messages", "元"),
        FactKind.YEARS: translate("messages", "年"),
        FactKind.DAYS: translate("messages", "天"),
        FactKind.PERCENT: "%",
        FactKind.LEVEL: translate("messages", "级"),
    }.get(kind, "")


def person_text(person: Person) -> str:
    return {
        Person.CUSTOMER: translate("messages", "客户"),
        Person.CLERK: translate("messages", "柜员"),
        Person.INSURED: translate("messages", "被保险人"),
        Person.COMPANION: translate("messages", "陪同的亲友"),
    }[person]


def given_fact_text(name: str) -> str:
    """A fact that every case has; another by its own title."""
    return {
        "age": translate("messages", "年龄"),
        "today": translate("messages", "当天日期"),
        "customer_name": translate("messages", "客户姓名"),
        "branch": translate("messages", "网点"),
        "counter": translate("messages", "柜台"),
        "clerk_id": translate("messages", "柜员工号"),
    }.get(name, name)


def length_text(seconds: float) -> str:
    """`mm:ss`, as the clock of the take will show it."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes:02d}:{rest:02d}"
