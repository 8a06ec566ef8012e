package dev.misstep.log;

import dev.misstep.build.StepName;
import dev.misstep.log.SolveStatus.VertexUpdate;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether status messages can be those of builds one after another: each begins by reading its Dockerfile, and from then on
 * nothing is heard of the ones before.
 */
final class BuildsInARow {
    /** A stretch of work. */
    private record Work(String digest, Instant started) {}

    /** What was heard since the Dockerfile was last read. */
    private static final class Turn {
        final Set<String> digests = new HashSet<>();
        final Set<String> begun = new HashSet<>();
        final Set<String> ended = new HashSet<>();
        final Set<Work> open = new HashSet<>();
        final Set<String> onceRead = new HashSet<>();
        int definitions;
        boolean hasFrontend;
        boolean hasInstructions;
        boolean hasReadIgnore;
        boolean isRemote;
        boolean exported;
        boolean failed;
    }

    private final StatusUnits units;
    /** Whether ignore files are told of, so that each build must have read one before its instructions begin. */
    private final boolean ignoresAreRead;

    private final Set<String> digestsBefore = new HashSet<>();
    /** What the builds before left unfinished, and what they had announced and not begun. */
    private final Set<Work> openBefore = new HashSet<>();

    private final Set<String> announcedBefore = new HashSet<>();
    private boolean failedBefore;
    private Turn turn = new Turn();
    private boolean apart = true;

    private BuildsInARow(StatusUnits units) {
        this.units = units;
        this.ignoresAreRead = units.hasIgnores();
    }

    /**
     * Whether they can be.
     *
     * @param messages the first of which is of one build
     */
    static boolean are(List<SolveStatus> messages, StatusUnits units, List<LastWord> words) {
        BuildsInARow row = new BuildsInARow(units);
        int word = 0;
        for (int i = 0; i < messages.size() && row.apart; i++) {
            for (VertexUpdate update : messages.get(i).vertexes()) {
                row.accept(update, i == 0);
            }
            for (; word < words.size() && words.get(word).at() <= i + 1; word++) {
                row.end();
            }
        }
        return row.apart;
    }

    /** A last word: if only the build before has failed, it is that one's, and comes late. */
    private void end() {
        apart &= turn.failed || !failedBefore;
        turn.failed = true;
        failedBefore = false;
    }

    private void accept(VertexUpdate update, boolean known) {
        boolean fresh = !turn.digests.contains(update.digest());
        if (fresh && Beginnings.isFirst(update.name()) && !known && !readsAgain()) {
            next();
        }
        apart &= !digestsBefore.contains(update.digest()) || !units.isOwn(update.digest());
        turn.digests.add(update.digest());
        StatusFact fact = units.fact(update.digest());
        if (fact != null) {
            learn(update, fact, fresh);
        }
    }

    /** A frontend that the Dockerfile names reads it too, before anything is known of its instructions. */
    private boolean readsAgain() {
        return turn.hasFrontend && !turn.hasInstructions && turn.definitions == 1 && turn.open.isEmpty();
    }

    private void next() {
        apart &= turn.failed || isSolved(); // else it may go on
        openBefore.addAll(turn.open);
        turn.digests.stream().filter(digest -> !turn.begun.contains(digest)).forEach(announcedBefore::add);
        digestsBefore.addAll(turn.digests);
        failedBefore = turn.failed;
        turn = new Turn();
    }

    private void learn(VertexUpdate update, StatusFact fact, boolean fresh) {
        String name = fact.name;
        boolean ignore = name.endsWith("internal] load .dockerignore");
        if (fresh) {
            turn.definitions += Beginnings.isDefinition(name) ? 1 : 0;
            apart &= (!ignore && !name.equals("[internal] load build context")) || turn.onceRead.add(name);
        }
        turn.isRemote |= name.startsWith("[internal] load remote build context") || name.contains("load git source");
        turn.hasInstructions |= fact.ofDockerfile;
        Instant started = update.started();
        if (started != null) {
            turn.hasReadIgnore |= ignore;
            turn.hasFrontend |= update.completed() != null
                    && (name.startsWith("docker-image://") || name.startsWith("resolve image config for "));
            if (fact.ofDockerfile || BuildDraft.isExport(name)) {
                begin(fact, fresh);
            }
            work(new Work(fact.digest, started), update);
        }
    }

    /** An instruction or the result: a build before that goes on has got further than this one. */
    private void begin(StatusFact fact, boolean fresh) {
        boolean early = ignoresAreRead && turn.definitions > 0 && !turn.hasReadIgnore && !turn.isRemote;
        boolean others = fresh && (turn.exported || announcedBefore.contains(fact.digest));
        boolean export = !fact.ofDockerfile;
        boolean unsolved = export && fresh && turn.definitions > 0 && !isSolved();
        apart &= !early && !others && !unsolved;
        turn.exported |= export;
    }

    private void work(Work work, VertexUpdate update) {
        apart &= !openBefore.contains(work);
        turn.begun.add(work.digest);
        if (update.completed() == null) {
            turn.open.add(work);
        } else {
            turn.open.remove(work);
            turn.ended.add(work.digest);
        }
        turn.failed |=
                update.error() != null && !BuildDraft.isCacheWork(StepName.parse(VertexNotes.limited(update.name())));
    }

    /** Whether all is there that the build was asked for, so that it may write its result. */
    private boolean isSolved() {
        Set<String> instructions = new HashSet<>();
        for (String digest : turn.digests) {
            StatusFact fact = units.fact(digest);
            if (fact != null && fact.ofDockerfile) {
                instructions.add(digest);
            }
        }
        instructions.removeAll(units.inputsOf(instructions));
        return !instructions.isEmpty() && turn.ended.containsAll(instructions);
    }
}
