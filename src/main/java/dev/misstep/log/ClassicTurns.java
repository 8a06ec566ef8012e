package dev.misstep.log;

import dev.misstep.build.Status;
import dev.misstep.log.wrapper.LogLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the classic builder writes until all builds are over that began before another one ended. They are read as
 * builds one after the other, or within a RUN of one another, unless they turn out to have written at the same time.
 */
final class ClassicTurns implements DialectParser {
    private final BuildListener listener;
    private final LostArrows arrows = new LostArrows();
    private final List<BuildDraft> before = new ArrayList<>();
    /** How many of those nothing can change any more. */
    private int settled;

    private ClassicParser reading;
    /** The build before, which goes on if what now seems to be another is output of one of its steps. */
    private @Nullable ClassicParser waiting;
    /** The same lines as those of several builds, from where one began before another was over. */
    private @Nullable ClassicMix mix;

    /** The service that the line above announced, or {@code null}. */
    private @Nullable String announced;

    ClassicTurns(long firstLine, BuildListener listener) {
        this.listener = listener;
        this.reading = new ClassicParser(firstLine, listener);
    }

    @Override
    public Verdict accept(LogLine written) {
        LogLine line = arrows.restored(written);
        String service = announced;
        announced = line.text().isBlank() ? service : ComposeService.announcedBy(line.text());
        ClassicMix mixed = mix;
        if (mixed != null && !mixed.isOver()) {
            boolean taken = mixed.accept(line);
            if (mixed.isProven()) {
                return taken ? Verdict.TAKEN : Verdict.FOREIGN;
            }
        } else if (mixed != null && mixed.isProven()) {
            return next(line);
        }
        boolean resumed = mixed != null && waiting != null && mixed.reading() == waiting.firstLine();
        if (waiting != null && (resumed || waiting.resumes(line, reading))) {
            reading = waiting;
            waiting = null;
        }
        Verdict verdict = reading.accept(line);
        if (verdict != Verdict.NEXT_BUILD) {
            agree(mixed);
            return verdict;
        }
        if (waiting == null && isSettled()) {
            return verdict;
        }
        ClassicStrand open = reading.strand();
        if ((mix == null || mix.isOver()) && open != null) {
            mix = new ClassicMix(open);
            mix.accept(line);
            settled = before.size();
        }
        keep(waiting);
        waiting = reading.mayResume() ? reading : null;
        if (waiting == null) {
            keep(reading);
        }
        reading = new ClassicParser(line.number(), listener);
        reading.announce(service);
        reading.accept(line);
        agree(mixed);
        return Verdict.TAKEN;
    }

    /** What could be read either way may have been mixed. */
    private void agree(@Nullable ClassicMix mixed) {
        boolean begun = reading.firstLine() > 0;
        if (begun && mixed != null && !mixed.isOver() && mixed.reading() != reading.firstLine()) {
            mixed.prove();
        }
    }

    private static Verdict next(LogLine line) {
        ClassicLine said = ClassicLine.parse(VertexNotes.limited(line.text()));
        return switch (said.kind()) {
            case STEP, CONTEXT -> Verdict.NEXT_BUILD;
            case BUILT, TAGGED -> Verdict.TAKEN;
            default -> Verdict.FOREIGN;
        };
    }

    private boolean isSettled() {
        return reading.isOver() && (mix == null || mix.isOver());
    }

    private void keep(@Nullable ClassicParser read) {
        if (read != null) {
            before.add(read.draft());
        }
    }

    /** The builder itself said that a build is over. */
    void end(@Nullable Instant at, @Nullable String error, long line) {
        if (mix != null && error != null) {
            mix.fail(error, new LogLine(line, error, at));
        }
        ClassicParser outer = waiting;
        if (outer != null && mix != null && error != null && reading.tellsOf(error) && !outer.tellsOf(error)) {
            mix.prove(); // what a command prints is no word of the engine's
        }
        if (mix == null || !mix.isProven()) {
            reading = outer == null ? reading : outer;
            waiting = null;
            reading.end(at, error);
        }
    }

    /** Whether lines of several builds may come. */
    boolean isOpen() {
        return mix != null && !mix.isOver();
    }

    @Override
    public BuildDraft draft() {
        return (mix != null && mix.isProven()) ? mix.last() : reading.draft();
    }

    @Override
    public List<BuildDraft> drafts() {
        List<BuildDraft> inTurn = new ArrayList<>(before);
        if (waiting != null) {
            inTurn.add(waiting.draft());
        }
        inTurn.add(reading.draft());
        if (mix == null) {
            return inTurn;
        }
        List<BuildDraft> mixed = mix.drafts();
        if (!mix.isProven() && !differ(inTurn, mixed)) {
            return inTurn;
        }
        List<BuildDraft> drafts = new ArrayList<>(before.subList(0, settled));
        drafts.addAll(mixed);
        return drafts;
    }

    /** Whether a step has one status in the first and another in the others. */
    private static boolean differ(List<BuildDraft> some, List<BuildDraft> others) {
        Map<Long, Status> told = new HashMap<>();
        some.forEach(draft -> draft.vertices.values().forEach(notes -> told.put(notes.line, notes.status())));
        return others.stream()
                .flatMap(draft -> draft.vertices.values().stream())
                .anyMatch(notes -> {
                    Status other = told.getOrDefault(notes.line, Status.UNFINISHED);
                    return other != Status.UNFINISHED && notes.status() != Status.UNFINISHED && notes.status() != other;
                });
    }

    @Override
    public boolean over() {
        return (mix != null && mix.isProven()) ? mix.mayBeOver() : reading.over();
    }
}
