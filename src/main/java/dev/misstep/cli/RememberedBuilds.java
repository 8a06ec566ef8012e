package dev.misstep.cli;

import dev.misstep.build.Build;
import dev.misstep.engine.EngineConnection;
import dev.misstep.engine.EngineException;
import dev.misstep.engine.RememberedBuild;
import java.util.List;
import java.util.Map;

/** The builds that the engine remembers. */
final class RememberedBuilds {
    /** How many are asked for if nobody says. */
    static final int LAST = 20;

    private RememberedBuilds() {}

    /**
     * Reads the last of them.
     *
     * @param builds gets them, with ids that go on from those it has
     */
    static void read(int most, boolean showArgs, Console console, List<Build> builds) {
        try (EngineConnection engine = UserEngine.connect(console.surroundings())) {
            for (RememberedBuild kept : RememberedBuild.last(engine, most, remark -> console.warn("engine", remark))) {
                Build build =
                        showArgs ? kept.build() : new ArgumentMask(kept.arguments()).build(kept.build(), Map.of());
                builds.add(build.withId(Integer.toString(builds.size() + 1)));
            }
        } catch (EngineException e) {
            throw new UserError(ExitStatus.NO_ENGINE, "engine", String.valueOf(e.getMessage()), e);
        }
        if (builds.isEmpty()) {
            throw new UserError(ExitStatus.INPUT, "engine", "remembers no build; engines do so from version 24 on");
        }
    }
}
