package dev.misstep.engine;

import dev.misstep.engine.session.SessionService;
import java.util.List;

/**
 * One build to be done.
 *
 * @param source what the build is called after: the context's path as the user gave it
 * @param context what the builder sees
 * @param dockerfile the Dockerfile's path inside an archive; its name in the directory {@code dockerfile}
 * @param services what a session offers besides files and credentials
 * @param builder which builder is to build
 */
public record BuildRequest(
        String source,
        BuildSource context,
        String dockerfile,
        BuildSettings settings,
        List<SessionService> services,
        BuilderKind builder) {
    public BuildRequest {
        if (dockerfile.isEmpty()) {
            throw new IllegalArgumentException("no path of a Dockerfile");
        }
        if ((builder == BuilderKind.CLASSIC) != (context instanceof BuildSource.Archive)) {
            throw new IllegalArgumentException("the classic builder, and no other, takes an archive");
        }
        services = List.copyOf(services);
    }

    /** The same with other options. */
    BuildRequest with(BuildSettings others) {
        return new BuildRequest(source, context, dockerfile, others, services, builder);
    }

    @Override
    public String toString() {
        return "BuildRequest[" + source + ", " + dockerfile + ", " + builder.label() + ", " + settings + "]";
    }
}
