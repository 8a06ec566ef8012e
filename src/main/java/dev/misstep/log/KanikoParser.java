package dev.misstep.log;

import dev.misstep.build.Format;
import dev.misstep.build.Interval;
import dev.misstep.build.Mark;
import dev.misstep.build.StepName;
import dev.misstep.log.wrapper.LogLine;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
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
    /** How many announcements are kept of a stage. */
    private static final int MAX_AHEAD = 20_000;

    /** A layer of the cache is pushed with its key as tag, often while the next steps run. */
    private static final Pattern CACHE_KEY = Pattern.compile(".*:[0-9a-f]{64}", Pattern.DOTALL);

    /** All others change only a config, and are over when they are printed (kaniko, pkg/commands, MetadataOnly). */
    private static final Set<String> MAKES_FILES = Set.of("RUN", "COPY", "ADD", "WORKDIR");

    /** What is said of the step printed last, since 0.17; before, the words are missing. */
    private static final Set<String> STEP_FAILS =
            Set.of("failed to execute command", "failed to take snapshot", "failed to save");

    private static final Pattern ERROR = Pattern.compile(
            "(?:Error: )?(error (?:building|pushing) image: .*|error checking push permissions\\b.*"
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
    private final Map<String, Deque<Boolean>> ahead = new HashMap<>();
    private int announced;
    private @Nullable VertexNotes current;
    private @Nullable Instant currentStart;
    private @Nullable Instant endStamp;
    private boolean hitAhead;
    private boolean extracting;
    /** Whether the command of a RUN was started and prints. */
    private boolean running;
    /** Whether the step was told to have done its work. */
    private boolean ended;
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
            String snapshot = running && candidateError == null ? snapshotBehindOutput(text) : null;
            Verdict verdict = raw(text, line.stamp());
            return snapshot == null ? verdict : accept(line.withText(snapshot));
        }
        KanikoMessage message = KanikoMessage.of(said.message());
        if (message.kind() == KanikoMessage.Kind.OTHER && !said.fatal()) {
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
        } else if (ended || extracting) {
            finish(null);
        }
        stages.complete(draft);
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
            return prepares || !running;
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
        if (running && !isSaidBesideACommand(message)) {
            return; // a command that writes its log as kaniko does
        }
        prepared |= switch (message.kind()) {
            case STEP, LAYER, SNAPSHOT, RUNNING, EXTRACTING, PUSHING, PUSHED, STAGE_OVER, OTHER -> false;
            default -> true;
        };
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
                announced = 0;
                stages.announced(message.text());
            }
            case ASKED ->
                localCache = message.text().startsWith("oci:") || message.text().startsWith("/");
            case HIT_AHEAD, MISS_AHEAD -> {
                stageBegins(line.stamp());
                announce(message.text(), message.kind() == KanikoMessage.Kind.HIT_AHEAD);
            }
            case TRIGGERS, UNPACKING, STAGE_OVER -> stageBegins(line.stamp());
            case STEP -> {
                if (message.inCapitals() || !running) {
                    step(message.text(), line);
                }
            }
            case RUNNING -> running |= current != null && !ended && isRun(current) && !hitAhead;
            case EXTRACTING -> extracting |= current != null && !running && !ended;
            case SNAPSHOT -> snapshot(line.stamp());
            case PUSHING -> push(message.text(), line.stamp());
            case PUSHED -> pushed(message.text(), line.stamp());
            default -> {}
        }
    }

    private void announce(String command, boolean hit) {
        if (announced < MAX_AHEAD) {
            announced++;
            ahead.computeIfAbsent(command, key -> new ArrayDeque<>()).add(hit);
        }
    }

    private void stageBegins(@Nullable Instant at) {
        finish(at);
        if (!stageBegins) {
            stageBegins = true;
            ahead.clear();
            announced = 0;
        }
    }

    private void step(String command, LogLine line) {
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
        Deque<Boolean> told = ahead.get(command);
        hitAhead = told != null && Boolean.TRUE.equals(told.poll());
        current = notes;
        currentStart = line.stamp();
        running = false;
        extracting = false;
        String instruction = notes.name.instruction();
        ended = instruction != null && !MAKES_FILES.contains(instruction);
        endStamp = line.stamp();
        listener.started(id, notes.name);
    }

    private void snapshot(@Nullable Instant at) {
        if (current != null && (running || !isRun(current))) {
            ended = true;
            running = false;
            endStamp = at;
        }
    }

    private void push(String reference, @Nullable Instant at) {
        if (!CACHE_KEY.matcher(reference).matches()) {
            finish(at);
            pushing = true;
        }
    }

    private void pushed(String text, @Nullable Instant at) {
        boolean skipped = text.isEmpty();
        if (pushing || skipped) {
            finish(at);
            pushing = true;
            over = true;
            draft.succeeded = true;
        }
    }

    private Verdict raw(String text, @Nullable Instant at) {
        if (text.contains("rror ") || text.startsWith("kaniko should ")) {
            Matcher matcher = ERROR.matcher(text);
            if (!matcher.matches() && running && current != null) {
                matcher = GLUED_ERROR.matcher(text);
                current.logLines += matcher.matches() ? 1 : 0;
            }
            if (matcher.matches()) {
                afterError += candidateError == null ? 0 : 1; // the last one counts
                candidateError = matcher.group(1);
                errorStamp = at;
                draft.stamp(at);
                return Verdict.TAKEN;
            }
        }
        VertexNotes notes = current;
        if (candidateError != null && !text.isBlank()) {
            afterError++;
        }
        if (notes == null || !running || candidateError != null) {
            return Verdict.FOREIGN;
        }
        draft.stamp(at);
        if (!text.isBlank()) {
            notes.logLines++;
            listener.output(notes.id, notes.name, text);
        }
        return Verdict.TAKEN;
    }

    /** Kaniko goes on, so what looked like its last word was output of a command. */
    private void goOn() {
        if (candidateError != null && current != null && running) {
            current.logLines += 1 + afterError;
        }
        candidateError = null;
        afterError = 0;
    }

    private void finish(@Nullable Instant at) {
        if (current == null) {
            return;
        }
        boolean hit = extracting || (hitAhead && !running);
        if (hit) {
            current.fetched = extracting && !localCache;
        }
        end(hit ? Mark.CACHED : Mark.DONE, ended && !hit && endStamp != null ? endStamp : at);
    }

    private void fail(String message) {
        draft.error = message;
        draft.succeeded = false;
        // the files of the next step are looked at before it is printed
        boolean between = ended && STEP_FAILS.stream().noneMatch(message::contains);
        if (current != null && between) {
            finish(null);
        } else if (current != null) {
            end(Mark.failure(message), errorStamp);
        }
        over = true;
    }

    private void end(Mark mark, @Nullable Instant at) {
        VertexNotes notes = current;
        if (notes == null) {
            return;
        }
        notes.mark(mark);
        if (currentStart != null && at != null) {
            notes.intervals.add(new Interval(currentStart, at.isBefore(currentStart) ? currentStart : at));
        }
        listener.finished(notes.id, notes.name, notes.status(), notes.seconds());
        current = null;
    }

    private static boolean isRun(VertexNotes notes) {
        return "RUN".equals(notes.name.instruction());
    }
}
