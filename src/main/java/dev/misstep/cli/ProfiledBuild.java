package dev.misstep.cli;

import dev.misstep.build.Build;
import dev.misstep.build.Outcome;
import dev.misstep.engine.Cancellation;
import dev.misstep.explain.Analysis;
import dev.misstep.history.BuildSeries;
import dev.misstep.history.KeptRun;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Something that is built several times, and what is known of it afterwards. */
interface ProfiledBuild {
    /** Runs one series after the other; stops at the first run that does not succeed. */
    void run(List<Scenario> scenarios, Progress progress, Cancellation cancellation);

    /** What is known when the runs are over, however they ended. */
    Analysis analysis();

    /** The same of what is to be remembered: built as things are, without the values of arguments. */
    Analysis asThingsAre();

    /** What went into those, by their ids; nothing for a context that nobody but the builder sees. */
    Map<String, KeptRun> kept();

    /** The run of an earlier profile that the first was compared with, or {@code null}. */
    @Nullable
    Build earlier();

    /** Which builds they can be compared with. */
    BuildSeries series(String project, Build build);

    /** The directory or address that was built, as a project is called by if nobody names one. */
    String place();

    /** The build that ran last, or {@code null} before the first. */
    @Nullable
    Build lastBuild();

    /** Whether all is well so far. */
    default boolean goesOn(Cancellation cancellation) {
        Build last = lastBuild();
        return !cancellation.isCanceled() && (last == null || last.outcome() == Outcome.SUCCEEDED);
    }

    /** What was said when the engine went away, or {@code null}. */
    @Nullable
    String engineLost();

    /** What a report of it is called after. */
    String contextName();
}
