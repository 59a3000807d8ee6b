"""The problems of a take as it is now: 现在会被退回的问题.

    Mark, Utterance ──► LiveInspection.see ──► what inspection will know ──► LiveInspection.problems(now)

It promises: everything follows from the marks and the transcript alone, so that the same rows read from the vault give
the same problems as the running take; a problem goes when it is mended (the step asked again and accepted, the light
back), what cannot be mended stays, and what is not known to be mended stays, too; when the session has ended nothing
can be mended but by another take. It judges no answer itself: the
guide did. It words nothing, waits for nothing and never raises.

Every code, with the facts it carries ("at once": as soon as it begins; "past": when the step is over):

    code                   rule    facts
    answer_refused         R-C08   attempt, reason                  the step failed so
    answer_wrong           R-C04   attempt, reason                  the step failed so
    answer_unclear         R-C04   attempt, reason                  the step failed so
    answer_missing         R-C05   attempt, reason                  the step failed so
    answer_early           R-C04   attempt, reason                  at once, until there is a right answer
    answer_prompted        R-C07   is_asked_again                   at once; stays for a person to look at
    answer_not_checked     R-C04   attempt, reason                  past: nobody but a person can say
    answer_taken_back      R-C08                                    at once, until accepted again
    answered_by_touch      R-C04                                    past
    answers_alike          R-C04   word, answers, latency_ms        the same word at once to many questions
    prompt_not_whole       R-C02                                    past: not played to its end
    prompt_read_by_clerk   R-C03   code                             at once: the voice failed
    paper_cut_short        R-B10   papers                           past
    paper_unseen           R-B10   papers                           shown while the customer was away
    person_absent          R-B05   persons                          past: a required person was away too long
    customer_away          R-B05                                    now
    clerk_away             R-B06                                    now
    presence_low           R-B05   present_percent, limit_percent   so far
    stranger_seen          R-B07   faces, is_there                  at once; stays
    face_too_small         R-B05   persons, height_px               now
    picture_dark           R-B11   luma                             now
    picture_bright         R-B11   luma                             now
    picture_backlit        R-B11                                    now
    picture_blurred        R-B10   sharpness                        now
    picture_black          R-B13   lasted_ms (0: now)               now; stays when it lasted
    picture_covered        R-B13   lasted_ms (0: now)               now; stays when it lasted
    picture_frozen         R-B13   lasted_ms (0: now)               now; stays when it lasted
    camera_lost            R-B13   cameras, code                    now
    picture_gap            R-B01   gap_ms (longest), gaps           stays
    pictures_dropped       R-B01   pictures                         stays
    frame_rate_lowered     R-B12   fps, due_fps                     now
    microphone_lost        R-B14   channels, code                   now
    sound_gap              R-B01   gap_ms (longest), gaps, channels stays
    sound_silent           R-B14   channels, lasted_ms (0: now)     now; stays
    sound_too_quiet        R-B08   channels, speech_dbfs            now
    sound_too_loud         R-B08   channels, speech_dbfs            now
    sound_clipped          R-B08   channels, clipped_share          now
    sound_noisy            R-B08   channels, snr_db                 now
    speech_gap             R-C04   gap_ms                           until the step is asked again and accepted
    forbidden_word         R-C19   words                            stays
    speech_not_checked     R-C04   code                             stays: no recogniser
    prompting_not_checked  R-C07   code                             stays
    faces_not_checked      R-B05   code                             stays
    picture_not_checked    R-B11   code                             stays
    clock_stepped          R-B17   by_ms                            stays
    disk_full              R-B15   code                             stays
    take_broken            R-B16   code                             stays
    take_salvaged          R-B16   found                            a crash cut the take
    not_completed          R-C01   outcome, reason, missing         the session has ended so

Facts: `code` is a fault's code, empty where a detector was switched off from the beginning; `persons` are `customer`,
`clerk`, `insured`, `companion`; `channels` are `counter`, `customer`; `papers` and `missing` are ids; `reason` is the
judge's code; a level is None where the mark did not hold it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from app.inspection.problem import Limits, Problem, Remedy, Severity
from app.inspection.room import RoomWatch
from app.inspection.steps import StepWatch
from app.model import Channel, Mark, Utterance
from app.session.script import ReadyScript

if TYPE_CHECKING:  # with it come the voice, the recogniser and the recorder
    from app.session.runner import SessionView

__all__ = ["Limits", "LiveInspection", "Problem", "Remedy", "Severity"]


class LiveInspection:
    """Inspects one take; one thread feeds and asks it. Cheap enough for every mark and every frame of a screen.

    `steps` is the script, or where only the vault's rows are left, the ids of its steps.
    """

    def __init__(self, steps: ReadyScript | Sequence[str], limits: Limits | None = None) -> None:
        self._steps = tuple(step.id for step in steps.steps) if isinstance(steps, ReadyScript) else tuple(steps)
        chosen = limits or Limits()
        self.course = StepWatch(chosen)
        self.room = RoomWatch(chosen, self.course.step_at)

    @classmethod
    def of_rows(
        cls,
        steps: Sequence[str],
        marks: Iterable[Mark],
        transcript: Iterable[Utterance],
        limits: Limits | None = None,
    ) -> "LiveInspection":
        """The same inspection of a take from its rows in the vault, in their order."""
        inspection = cls(steps, limits)
        for mark in marks:
            inspection.see(mark)
        for utterance in transcript:
            inspection.see(utterance)
        return inspection

    def see(self, news: "Mark | Utterance | SessionView") -> None:
        """What the runner tells its listeners; what a screen shows of the moment adds nothing to it."""
        if isinstance(news, Mark):
            self.course.see(news)
            self.room.see(news)
        elif isinstance(news, Utterance) and news.channel is Channel.CUSTOMER:
            self.course.hear(news)

    def problems(self, now_ns: int) -> tuple[Problem, ...]:
        """Why inspection would reject the take as it is now: what rejects it first, of that the newest first."""
        worst: dict[tuple[str, str | None], Problem] = {}
        for problem in self._found(now_ns):
            key = (problem.code, problem.step)
            known = worst.get(key)
            if known is None or (known.severity is Severity.REVIEWS and problem.severity is Severity.REJECTS):
                worst[key] = problem
        found = list(worst.values())
        if self.course.ended_ns is not None:
            found = [
                problem if problem.remedy is Remedy.EXPLAIN else replace(problem, remedy=Remedy.NONE)
                for problem in found
            ]
        return tuple(sorted(found, key=_order))

    def _found(self, now_ns: int) -> Iterable[Problem]:
        yield from self.course.problems(self._steps, self.room.absences)
        yield from self.room.problems(now_ns, self.course.passed_after)


def _order(problem: Problem) -> tuple[bool, int, str, str]:
    return problem.severity is Severity.REVIEWS, -problem.since_ns, problem.code, problem.step or ""
