package dev.misstep.cli;

import dev.misstep.build.Build;
import dev.misstep.build.Format;
import dev.misstep.engine.DisplayedBuild;
import dev.misstep.engine.EngineConnection;
import dev.misstep.engine.EngineException;
import dev.misstep.engine.RememberedBuild;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the engine remembers of builds that a command displayed. Without an engine, or its memory, displays are enough. */
final class EngineMemory {
    private static final Set<Format> OF_BUILDKIT = EnumSet.of(Format.PLAIN, Format.RAWJSON, Format.TTY);

    private final Surroundings surroundings;
    private final Set<Map<String, String>> arguments = new LinkedHashSet<>();
    private boolean silent;

    EngineMemory(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /**
     * The builds of a run; those that the engine remembers with its times, graph and arguments.
     *
     * @param began when the run did
     */
    List<Build> join(List<Build> builds, Instant began) {
        if (silent || builds.stream().noneMatch(build -> OF_BUILDKIT.contains(build.format()))) {
            return builds;
        }
        try (EngineConnection engine = UserEngine.connect(surroundings)) {
            List<Optional<RememberedBuild>> told =
                    DisplayedBuild.remembered(engine, builds, began, surroundings.clock());
            List<Build> joined = new ArrayList<>();
            for (int i = 0; i < builds.size(); i++) {
                told.get(i).ifPresent(known -> arguments.add(known.arguments()));
                joined.add(told.get(i).map(RememberedBuild::build).orElse(builds.get(i)));
            }
            return joined;
        } catch (EngineException e) {
            silent = true; // it will not answer after the next run either, and may take long not to
            return builds;
        }
    }

    /** The arguments of the builds that it remembers: by name, the values, which are never to be shown. */
    List<Map<String, String>> arguments() {
        return List.copyOf(arguments);
    }
}
