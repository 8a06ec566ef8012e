package dev.misstep.advise;

import dev.misstep.explain.Fate;
import dev.misstep.explain.ForeseenStep;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a build of one commit would have done after those before it.
 *
 * @param hash 40 hex digits
 * @param problem why it cannot be built, or {@code null}
 * @param kind what it changed; {@code null} where it was not compared
 * @param changed paths of the context that it changed, without what the ignore file leaves out
 * @param steps in the order of its Dockerfile; empty where it was not compared
 * @param installs those of its steps that install what a manifest names
 */
public record ReplayedCommit(
        String hash,
        Instant at,
        boolean merge,
        State state,
        @Nullable String problem,
        @Nullable ChangeKind kind,
        List<String> changed,
        List<ForeseenStep> steps,
        List<Installs.Install> installs) {
    /** What a commit is good for. */
    public enum State {
        /** It was compared with the commit before it. */
        COMPARED,
        /** Nothing before it could be built. */
        FIRST,
        /** It has no such Dockerfile. */
        NO_DOCKERFILE,
        /** It has no such directory. */
        NO_CONTEXT,
        /** Its Dockerfile or ignore file is refused, or the commit cannot be read. */
        UNREADABLE;

        /** The name used in reports. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public ReplayedCommit {
        changed = List.copyOf(changed);
        steps = List.copyOf(steps);
        installs = List.copyOf(installs);
        if ((state == State.COMPARED) != (kind != null) || (state != State.COMPARED && !steps.isEmpty())) {
            throw new IllegalArgumentException("steps of a commit that is " + state);
        }
    }

    boolean isCompared() {
        return state == State.COMPARED;
    }

    /** How many steps have that fate. */
    public int count(Fate fate) {
        return (int) steps.stream().filter(step -> step.fate() == fate).count();
    }

    /** The programs whose installs have that fate. */
    SortedSet<String> installing(Fate fate) {
        SortedSet<String> programs = new TreeSet<>();
        for (ForeseenStep step : steps) {
            if (step.fate() == fate) {
                installs.stream()
                        .filter(install -> install.is(step.step()))
                        .forEach(install -> programs.add(install.program()));
            }
        }
        return programs;
    }

    /** Whether one of the installs of a program that ran had to. */
    boolean hadTo(String program) {
        return kind == ChangeKind.DOCKERFILE
                || steps.stream()
                        .filter(step -> step.fate() == Fate.MISS)
                        .anyMatch(step -> installs.stream()
                                .anyMatch(install -> install.is(step.step())
                                        && install.program().equals(program)
                                        && changed.stream().anyMatch(install::reads)));
    }
}
