package dev.misstep.cli;

import dev.misstep.engine.BuildSettings;
import dev.misstep.engine.BuilderKind;
import dev.misstep.engine.EngineFacts;
import dev.misstep.engine.EngineLimits;
import java.util.List;

/** Says before a build begins what its builder cannot do. */
final class BuildRefusal {
    private BuildRefusal() {}

    /** Refuses what is asked for in vain; tells of caches that are left out of what is not refused. */
    static void check(
            BuildOptions options, BuildSettings settings, BuilderKind builder, EngineFacts engine, Console console) {
        UserError.throwLast(of(options, settings, builder, engine), console);
        options.unusableCaches(console.surroundings()).forEach(cache -> console.warn("cache", cache));
    }

    private static List<UserError> of(
            BuildOptions options, BuildSettings settings, BuilderKind builder, EngineFacts engine) {
        if (builder == BuilderKind.BUILDKIT) {
            return EngineLimits.refused(settings, engine).stream()
                    .map(refusal -> new UserError(ExitStatus.USAGE, refusal.option(), refusal.why()))
                    .toList();
        }
        List<String> unknown = options.unknownToClassic();
        return unknown.isEmpty()
                ? List.of()
                : List.of(new UserError(
                        ExitStatus.USAGE,
                        String.join(", ", unknown),
                        "the classic builder cannot do that; leave it out, or build with --builder-kind buildkit"));
    }
}
