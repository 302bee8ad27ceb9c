"""A recording for other programs: a moving picture, a page of its steps, AgentNet's JSON.

AgentNet: one object with `task_id`, `instruction` and `traj`, a list of
`{index, image, value: {code, thought, action}}` (the dataset's README, huggingface.co/xlangai).
"""

import json
import shutil
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

from PIL import Image

from studio.base import atomic
from studio.base.clock import minutes
from studio.formats import layout
from studio.formats.page import Markup, picture, section, tag, write_page
from studio.formats.recordings import Recording
from studio.formats.video import read_frames
from studio.model.recording import FrameRecord
from studio.model.step import Step, acts
from studio.recordings.making import refuse_taken
from studio.steps import reduce_steps
from studio.steps.dialects import say_in
from studio.steps.pictures import step_picture

Progress = Callable[[str], None]
_GIF_WIDTH = 800
_LONGEST_MS = 1_500
_MOST_FRAMES = 400


def _shown(recording: Recording) -> Iterator[tuple[FrameRecord, Any]]:
    """Yield each frame with its image: uint8 of shape (height, width, 3), RGB."""
    for segment in sorted({frame.segment for frame in recording.frames}):
        wanted = {frame.pts: frame for frame in recording.frames if frame.segment == segment}
        path = recording.folder / layout.video_segment(segment)
        for pts, image in read_frames(path, set(wanted)):
            yield wanted[pts], image


def to_gif(recording: Recording, out: Path, progress: Progress) -> None:
    """Write a looping GIF; what stood long is shown for 1.5 s, and at most 400 frames are taken."""
    every = len(recording.frames) // _MOST_FRAMES + 1
    images, times = [], []
    for number, (frame, image) in enumerate(_shown(recording)):
        if number % every:
            continue
        progress(f"Frame {number + 1} of {len(recording.frames)}")
        made = Image.fromarray(image)
        height = round(made.height * _GIF_WIDTH / made.width)
        images.append(made.resize((_GIF_WIDTH, height)).quantize(64))
        stood = (frame.t_end_ns - frame.t_ns) // 1_000_000
        times.append(max(40, min(_LONGEST_MS, stood)))
    beside = out.with_name(f".{out.name}.part")
    images[0].save(beside, "GIF", save_all=True, append_images=images[1:], duration=times, loop=0)
    beside.replace(out)


def to_mp4(recording: Recording, out: Path, progress: Progress) -> None:
    """Write an MP4 (MPEG-4 part 2) with the times of the recording."""
    import av

    beside = out.with_name(f".{out.name}.part")
    start = recording.frames[0].t_ns
    with av.open(str(beside), "w", format="mp4") as container:
        stream: Any = container.add_stream("mpeg4", rate=30, options={"qmin": "2", "qmax": "5"})
        stream.codec_context.time_base = Fraction(1, 1000)
        last = -1
        for number, (record, image) in enumerate(_shown(recording)):
            if number == 0:
                stream.height, stream.width = (side // 2 * 2 for side in image.shape[:2])
                stream.pix_fmt = "yuv420p"
            progress(f"Frame {number + 1} of {len(recording.frames)}")
            frame = av.VideoFrame.from_ndarray(image, format="rgb24").reformat(
                width=stream.width, height=stream.height, format="yuv420p"
            )
            last = max(last + 1, (record.t_ns - start) // 1_000_000)
            frame.pts, frame.time_base = last, Fraction(1, 1000)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    beside.replace(out)


def to_page(recording: Recording, out: Path, progress: Progress) -> None:
    """Write a self-contained page of the steps with their pictures."""
    steps = reduce_steps(recording)
    start = steps[0].t_ns if steps else 0

    def item(step: Step) -> Markup:
        progress(f"Step {step.id} of {len(steps)}")
        image = step_picture(recording, step)
        drawn = None
        if image is not None:
            drawn = picture(image, step.sentence, point=step.point, target=step.target)
        time = tag("span", minutes((step.t_ns - start) / 1e9), class_="quiet")
        heading = tag("div", tag("h3", f"{step.id}. {step.sentence}"), time, class_="row")
        return tag("li", heading, tag("p", step.note), drawn or "", class_="step")

    title = f"Steps of {recording.folder.stem}"
    items = tag("ol", [item(step) for step in steps], class_="steps")
    write_page(out, title, [section(title, items)])


def to_agentnet(recording: Recording, out: Path, progress: Progress) -> None:
    """Write a folder with `trajectory.json` and `images/`, a picture before each step."""
    beside = out.with_name(f".{out.name}.part")
    shutil.rmtree(beside, ignore_errors=True)
    (beside / "images").mkdir(parents=True)
    size = recording.manifest.screen
    lines = []
    for index, step in enumerate(reduce_steps(recording)):
        progress(f"Step {step.id}")
        name = f"images/{index:04d}.png"
        image = step_picture(recording, step)
        if image is not None:
            opened = Image.open(image) if isinstance(image, Path) else image
            opened.convert("RGB").save(beside / name)
        value = {
            "code": "\n".join(
                said for part in acts((step,)) for said in say_in("opencua", part.action, size)
            ),
            "thought": step.note,
            "action": step.sentence,
        }
        lines.append({"index": index, "image": name if image is not None else None, "value": value})
    whole = {"task_id": recording.manifest.id, "instruction": "", "traj": lines}
    text = json.dumps(whole, ensure_ascii=False, indent=2)
    atomic.write_text(beside / "trajectory.json", text + "\n")
    beside.replace(out)


FORMS: dict[str, Callable[[Recording, Path, Progress], None]] = {
    "gif": to_gif,
    "mp4": to_mp4,
    "html": to_page,
    "agentnet": to_agentnet,
}


def export(recording: Recording, out: Path, form: str, progress: Progress) -> None:
    """Write a recording as one of `FORMS`.

    Raises:
        UserError: if `out` is there.
    """
    refuse_taken(out)
    FORMS[form](recording, out, progress)
