"""Essays: everybody who attended hands one in, typed, as a Word file or as a PDF; some copy, and the rehearsal knows who."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from random import Random
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from boiduong.attendance.queries import present_enrollment_ids
from boiduong.audit.trail import Actor
from boiduong.campaigns.models import Enrollment
from boiduong.engines.typeset.press import press
from boiduong.essays import actions, jobs
from boiduong.essays.models import EssayPrompt
from boiduong.rehearsal.essay_writer import Copying, compose, copy_into
from boiduong.rehearsal.papers import ESSAY_DUE_ON, TOPIC_PAPERS
from boiduong.rehearsal.scenario import MAKEUP_ON, at
from boiduong.rehearsal.world import PlayBroken, World
from boiduong.similarity import actions as similarity

COPY_RATIO, QUOTE_RATIO, LATE_RATIO = 0.15, 0.35, 0.02
MODEL_TEXTS = 4
DOCX_RATIO, PDF_RATIO = 0.15, 0.04
LEARNER = Actor(None, via="link")
PROMPTS = (
    "Qua nội dung các chuyên đề, anh (chị) tâm đắc nhất điều gì? Liên hệ trách nhiệm nêu gương trong công việc hằng ngày của bản thân.",
    "Anh (chị) đã và sẽ làm gì để góp phần nâng cao chất lượng sinh hoạt ở đơn vị và giữ môi trường mạng lành mạnh cho học sinh?",
)
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@dataclass(frozen=True, slots=True)
class Written:
    number: int  # of the member
    paragraphs: list[str]
    copying: Copying | None


def play(world: World) -> None:
    present = present_enrollment_ids(world.campaign)
    writers = {number: row for number, row in world.enrollments().items() if row.pk in present}
    if not writers:
        raise PlayBroken("Chưa có ai được tính là có mặt, nên không có ai phải nộp bài thu hoạch")
    prompts = actions.set_prompts(actor=world.actor(), campaign=world.campaign, texts=PROMPTS)
    models = write_models(world)
    for title, paragraphs in models.items():
        similarity.add_model_text(
            actor=world.actor(), campaign=world.campaign, title=title, origin="Bài mẫu chuyền tay, do ban tổ chức đưa vào", text="\n".join(paragraphs)
        )
    world.say("Học viên viết bài thu hoạch", 0, len(writers))
    written = write_essays(world, sorted(writers), models)
    dice = world.dice("moments of handing in")
    moments = sorted(_moment(dice) for _ in written)
    for done, (essay, moment) in enumerate(zip(written, moments, strict=True), 1):
        _hand_in(world, essay, writers[essay.number], prompts, moment)
        if done % 200 == 0:
            world.say("Học viên nộp bài thu hoạch", done, len(written))
    world.say("Đọc chữ trong các tệp Word và PDF", 0, 0)
    jobs.read_waiting(world.campaign)
    world.facts["essays_copied"] = sum(essay.copying is not None for essay in written)


def write_models(world: World) -> dict[str, list[str]]:
    return {f"Bài mẫu {n}": compose(world.dice(f"model text {n}"), syllables=1100) for n in range(1, MODEL_TEXTS + 1)}


def write_essays(world: World, numbers: Sequence[int], models: dict[str, list[str]]) -> list[Written]:
    """Every writer's essay, in the order in which they are handed in. Who copies, from whom and how, is written down with it."""
    dice = world.dice("essay writers")
    official = [point for paper in TOPIC_PAPERS for point in paper.key_points]
    written: list[Written] = []
    for number in dice.sample(numbers, k=len(numbers)):
        own = world.dice(f"essay {number}")
        quotes = own.sample(official, k=own.randint(1, 3)) if own.random() < QUOTE_RATIO else []
        paragraphs = compose(own, quotes=quotes, syllables=own.randint(550, 1350))
        copying = None
        if own.random() < COPY_RATIO:
            name, source = _source(own, written, models)
            paragraphs, disguise, count = copy_into(paragraphs, source, own)
            copying = Copying(number, name, disguise, count)
        written.append(Written(number, paragraphs, copying))
    return written


def _source(dice: Random, written: Sequence[Written], models: dict[str, list[str]]) -> tuple[str, list[str]]:
    """A model text, or the essay of somebody who was earlier and wrote it themselves."""
    earlier = [essay for essay in written[-400:] if essay.copying is None]
    if not earlier or dice.random() < 0.35:
        title = dice.choice(list(models))
        return title, models[title]
    chosen = dice.choice(earlier)
    return str(chosen.number), chosen.paragraphs


def _hand_in(world: World, essay: Written, enrollment: Enrollment, prompts: Sequence[EssayPrompt], moment: datetime) -> None:
    dice = world.dice(f"hand in {essay.number}")
    prompt = dice.choice(prompts)
    luck = dice.random()
    if luck < DOCX_RATIO + PDF_RATIO:
        is_word = luck < DOCX_RATIO
        content = word_file(essay.paragraphs) if is_word else press("essay.typ", {"paragraphs": essay.paragraphs}, on=moment.date(), tagged=False)
        name = "bai-thu-hoach.docx" if is_word else "bai-thu-hoach.pdf"
        actions.hand_in_file(actor=LEARNER, enrollment=enrollment, prompt=prompt, file_name=name, content=content, at=moment)
    else:
        actions.hand_in_text(actor=LEARNER, enrollment=enrollment, prompt=prompt, text="\n".join(essay.paragraphs), at=moment)


def _moment(dice: Random) -> datetime:
    """Most come in the last days, a few after them."""
    due = at(ESSAY_DUE_ON, "17:00")
    if dice.random() < LATE_RATIO:
        return due + timedelta(minutes=dice.randint(5, 3 * 24 * 60))
    whole = (due - at(MAKEUP_ON, "18:00")).total_seconds()
    return due - timedelta(seconds=whole * dice.random() ** 2)


def word_file(paragraphs: Sequence[str]) -> bytes:
    """The least that Word opens: a thousand of these are made in a second."""
    body = "".join(f'<w:p><w:r><w:t xml:space="preserve">{escape(paragraph)}</w:t></w:r></w:p>' for paragraph in paragraphs)
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", TYPES)
        file.writestr("_rels/.rels", RELATIONS)
        file.writestr("word/document.xml", f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>')
    return target.getvalue()
