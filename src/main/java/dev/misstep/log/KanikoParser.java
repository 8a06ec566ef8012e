package dev.misstep.log;

import dev.misstep.build.Format;
import dev.misstep.build.Mark;
import dev.misstep.build.StepName;
import dev.misstep.log.wrapper.LogLine;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads kaniko from 2019 to today, the forks included (kaniko, pkg/executor/build.go). A stage's steps are looked up in
 * the cache all at once, before the first of them ({@code Using caching version of cmd: RUN make}), and printed one by
 * one later, each by its text alone ({@code RUN make}): hits are joined to steps by text, in order. FROM is not printed.
 *
 * <p>Statuses: {@code Found cached layer, extracting to filesystem} below a step is said just before its layer is fetched
 * and unpacked, so the step is pulled; where the cache is a directory ({@code --cache-repo=oci:…}) nothing is fetched and it
 * is cached, as is a step that was announced as a hit and is followed by the next without that line. All others ran: after
 * the first miss of a stage kaniko asks no more, and of most instructions it never asks.
 *
 * <p>Times: a step's seconds come from the stamps of a wrapper only. Kaniko's own clock ({@code INFO[0003]}, RFC 3339
 * without a fraction) counts whole seconds, which says nothing of most steps; of it only the build's start and length are
 * taken.
 *
 * <p>Ids: kaniko prints no numbers, so the steps are counted from 1 through all stages.
 */
final class KanikoParser implements DialectParser {
    /** A layer of the cache is pushed with its key as tag, often while the next steps run. */
    private static final Pattern CACHE_KEY = Pattern.compile(".*:[0-9a-f]{64}", Pattern.DOTALL);

    private static final Pattern ERROR = Pattern.compile(
            "(?:Error: |panic: )?(error (?:building|pushing) image: .*|error building stage: .*|error checking push permissions\\b.*"
                    + "|kaniko should only be run inside of a container\\b.*)",
            Pattern.DOTALL);

    /** The end of a line whose beginning is output without a line end; a command that failed is always told of so. */
    private static final Pattern GLUED_ERROR =
            Pattern.compile(".+?(error building image: error building stage: .*)", Pattern.DOTALL);

    private static final Pattern GLUED_LINE =
            Pattern.compile(".+?((?:INFO\\[|time=\"|level=info |\\{\").*)", Pattern.DOTALL);

    private final BuildDraft draft;
    private final BuildListener listener;
    private final KanikoStages stages = new KanikoStages();
    private final KanikoAhead ahead = new KanikoAhead();
    private final OddLines odd = new OddLines();
    private @Nullable KanikoStep current;
    /** The step before, where it was announced as a hit and its layer was not told to be found; {@code null} elsewhere. */
    private @Nullable VertexNotes unfound;
    /** Whether a layer was told to be found that may be the next step's. */
    private boolean surplus;
    /** Whether the next step is the first of its stage. */
    private boolean stageBegins = true;

    private boolean localCache;
    private int count;
    private int lastSeconds = -1;
    private boolean pushing;
    private @Nullable String candidateError;
    private @Nullable Instant errorStamp;
    /** Lines since then, which are output if it was not kaniko's. */
    private int afterError;

    private boolean over;
    /** Whether something was said that comes before the first step: the base image is always looked up. */
    private boolean prepared;

    KanikoParser(long firstLine, BuildListener listener) {
        this.draft = new BuildDraft(Format.KANIKO, firstLine);
        this.listener = listener;
    }

    /** Whether a build of kaniko's can begin, or an excerpt of one, with that line. */
    static boolean begins(String line) {
        KanikoLine said = KanikoLine.parse(line);
        if (said == null) {
            return false;
        }
        KanikoMessage message = KanikoMessage.of(said.message());
        return switch (message.kind()) {
            case OTHER, RUNNING, PUSHED, PUSHING, STAGE_OVER -> false;
            case STEP -> message.inCapitals();
            case LAYER -> message.text().endsWith(" to cache now");
            default -> true;
        };
    }

    @Override
    public Verdict accept(LogLine line) {
        String text = VertexNotes.limited(line.text());
        KanikoLine said = KanikoLine.parse(text);
        if (said == null) {
            damaged(text, line.number());
            String snapshot = isRunning() && candidateError == null ? snapshotBehindOutput(text) : null;
            Verdict verdict = raw(text, line.stamp());
            return snapshot == null ? verdict : accept(line.withText(snapshot));
        }
        KanikoMessage message = KanikoMessage.of(said.message());
        if (message.kind() == KanikoMessage.Kind.OTHER && !said.fatal()) {
            damaged(said.message(), line.number());
            return over ? Verdict.FOREIGN : Verdict.TAKEN;
        }
        if (isNextBuild(said, message)) {
            return Verdict.NEXT_BUILD;
        }
        lastSeconds = said.seconds() == null ? lastSeconds : said.seconds();
        draft.stamp(line.stamp() == null ? said.at() : line.stamp());
        if (said.fatal()) {
            candidateError = said.message();
            errorStamp = line.stamp();
            over = true;
            return Verdict.TAKEN;
        }
        goOn();
        take(message, line);
        return Verdict.TAKEN;
    }

    /** {@code doneINFO[0003] Taking snapshot of full filesystem...} without the output, or {@code null}. */
    private static @Nullable String snapshotBehindOutput(String text) {
        Matcher glued = text.contains("Taking snapshot of ") ? GLUED_LINE.matcher(text) : null;
        KanikoLine said = glued == null || !glued.matches() ? null : KanikoLine.parse(glued.group(1));
        boolean snapshot = said != null && KanikoMessage.of(said.message()).kind() == KanikoMessage.Kind.SNAPSHOT;
        return snapshot && glued != null ? glued.group(1) : null;
    }

    @Override
    public BuildDraft draft() {
        if (candidateError != null) {
            fail(candidateError);
        } else if (current != null && current.isHeardOf()) {
            finish(null);
        }
        tellUntold(ahead.untold());
        stages.complete(draft);
        odd.tell(draft);
        return draft;
    }

    @Override
    public boolean over() {
        return over || candidateError != null || count == 0; // until a step is printed, it may have been another tool
    }

    /** Kaniko's seconds never go back, and what opens a build is said once. */
    private boolean isNextBuild(KanikoLine said, KanikoMessage message) {
        boolean opens = switch (message.kind()) {
            case OPENING, STAGE_NAME, STAGE_BASE -> true;
            default -> false;
        };
        boolean prepares = opens || message.kind() == KanikoMessage.Kind.BASE;
        if (said.seconds() != null && said.seconds() < lastSeconds) {
            boolean ofStep = switch (message.kind()) {
                case EXTRACTING, SNAPSHOT, RUNNING -> true;
                case STEP -> ahead.hasMore(message.text());
                default -> false;
            };
            return prepares || !(ofStep || isRunning()); // lines in another order begin none
        }
        boolean ends = over || candidateError != null || pushing;
        return (opens && (count > 0 || ends)) || (prepares && ends);
    }

    /** Whether kaniko says such a thing while a command runs: the layer of a step before may be pushed then. */
    private static boolean isSaidBesideACommand(KanikoMessage message) {
        return switch (message.kind()) {
            case SNAPSHOT, STEP, LAYER, PUSHING, PUSHED, RUNNING -> true;
            default -> false;
        };
    }

    private void take(KanikoMessage message, LogLine line) {
        if (isRunning() && !isSaidBesideACommand(message)) {
            return; // a command that writes its log as kaniko does
        }
        prepared |= message.kind().prepares();
        switch (message.kind()) {
            case STAGE_NAME -> stages.named(message.text());
            case STAGE_BASE -> stages.based(message.text());
            case BASE_STAGE -> {
                stageBegins(line.stamp());
                stages.basedOnStage(message.text());
            }
            case STAGE -> {
                stageBegins(line.stamp());
                ahead.clear(); // the forks look all stages up before the first, and each again
                stages.announced(message.text());
            }
            case ASKED ->
                localCache = message.text().startsWith("oci:") || message.text().startsWith("/");
            case HIT_AHEAD, MISS_AHEAD -> {
                stageBegins(line.stamp());
                ahead.announce(message.text(), message.kind() == KanikoMessage.Kind.HIT_AHEAD);
            }
            case TRIGGERS, UNPACKING, STAGE_OVER -> stageBegins(line.stamp());
            case STEP -> {
                if (message.inCapitals() || !isRunning()) {
                    step(message.text(), line);
                }
            }
            case RUNNING -> {
                if (current != null) {
                    current.runs(message.text());
                }
            }
            case EXTRACTING -> {
                if (current == null || !current.extracts(!ahead.isEmpty())) {
                    misplaced(line.number(), "a layer is found of a step that was not announced so, or is missing");
                }
            }
            case SNAPSHOT -> {
                if (current != null) {
                    current.snapshot(line.stamp());
                }
            }
            case PUSHING -> push(message.text(), line.stamp());
            case PUSHED -> pushed(message.text(), line.stamp());
            default -> {}
        }
    }

    /** A line from which kaniko's own part cannot be read may have told what decides. */
    private void damaged(String text, long line) {
        if (isRunning()) {
            return;
        }
        if (KanikoAhead.isAnnouncement(text)) {
            stageBegins(null);
            ahead.damage();
            odd.add(OddLines.Kind.NOT_TOLD, line, "this line is damaged: it told whether the cache has a step");
        } else if (KanikoAhead.isFound(text)) {
            misplaced(line, "this line is damaged: it told that the layer of a step is found");
        }
    }

    private void misplaced(long line, String message) {
        odd.add(OddLines.Kind.SAID_TWICE, line, message);
        if (current != null) {
            current.mayExtract();
        }
        if (unfound != null) {
            unfound.withhold();
        }
        surplus = true;
    }

    private void stageBegins(@Nullable Instant at) {
        finish(at);
        if (!stageBegins) {
            stageBegins = true;
            stageEnds();
        }
    }

    private void stageEnds() {
        tellUntold(ahead.end());
    }

    private void tellUntold(List<VertexNotes> steps) {
        for (VertexNotes step : steps) {
            step.withhold();
            odd.add(OddLines.Kind.NOT_TOLD, step.line, "whether step " + step.id + " was in the cache is not told");
        }
    }

    private boolean isRunning() {
        return current != null && current.running;
    }

    private void step(String command, LogLine line) {
        KanikoStep before = current;
        boolean silent = before != null && before.isSilentHit() && !ahead.hasMore(command);
        if (before != null && silent && before.notes.name.text().equals(command)) {
            return; // the same line again
        }
        finish(line.stamp());
        if (stageBegins) {
            stages.begin();
            stageBegins = false;
        }
        if (count == 0 && !prepared) {
            draft.diagnose(line.number(), "the beginning of this build is missing: it begins with a step");
        }
        String id = Integer.toString(++count);
        VertexNotes notes = draft.vertex(id, StepName.ofInstruction(command, null, count, null), line.number());
        stages.read(notes);
        boolean joined = KanikoAhead.isFound(command); // its line end is lost
        current = new KanikoStep(notes, ahead.takeHit(command), surplus || joined, line.stamp());
        surplus = false;
        listener.started(id, notes.name);
    }

    private void push(String reference, @Nullable Instant at) {
        if (!CACHE_KEY.matcher(reference).matches()) {
            if (current != null) {
                current.pushes();
            }
            finish(at);
            stageEnds();
            pushing = true;
        }
    }

    private void pushed(String text, @Nullable Instant at) {
        boolean skipped = text.isEmpty();
        if (pushing || skipped) {
            finish(at);
            stageEnds();
            pushing = true;
            over = true;
            draft.succeeded = true;
        }
    }

    private Verdict raw(String text, @Nullable Instant at) {
        if (text.contains("rror ") || text.startsWith("kaniko should ")) {
            Matcher matcher = ERROR.matcher(text);
            if (!matcher.matches() && current != null && current.running) {
                matcher = GLUED_ERROR.matcher(text);
                current.notes.logLines += matcher.matches() ? 1 : 0;
            }
            if (matcher.matches()) {
                afterError += candidateError == null ? 0 : 1; // the last one counts
                candidateError = matcher.group(1);
                errorStamp = at;
                draft.stamp(at);
                return Verdict.TAKEN;
            }
        }
        if (candidateError != null && !text.isBlank()) {
            afterError++;
        }
        if (current == null || !current.running || candidateError != null) {
            return Verdict.FOREIGN;
        }
        VertexNotes notes = current.notes;
        draft.stamp(at);
        if (!text.isBlank()) {
            notes.logLines++;
            listener.output(notes.id, notes.name, text);
        }
        return Verdict.TAKEN;
    }

    /** Kaniko goes on, so what looked like its last word was output of a command. */
    private void goOn() {
        if (candidateError != null && current != null && current.running) {
            current.notes.logLines += 1 + afterError;
        }
        candidateError = null;
        afterError = 0;
    }

    private void finish(@Nullable Instant at) {
        KanikoStep step = current;
        if (step == null) {
            return;
        }
        current = null;
        boolean told = step.finish(localCache, at);
        unfound = step.isHit() && step.isBare() ? step.notes : null;
        if (!told) {
            tellUntold(List.of(step.notes));
            return;
        }
        ahead.over(step);
        VertexNotes notes = step.notes;
        listener.finished(notes.id, notes.name, notes.status(), notes.seconds());
    }

    private void fail(String message) {
        draft.error = message;
        draft.succeeded = false;
        KanikoStep step = current;
        if (step != null && step.isOverBefore(message)) {
            finish(null);
        } else if (step != null) {
            current = null;
            step.mark(Mark.failure(message), errorStamp);
            VertexNotes notes = step.notes;
            listener.finished(notes.id, notes.name, notes.status(), notes.seconds());
        }
        over = true;
    }
}
