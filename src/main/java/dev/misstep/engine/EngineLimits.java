package dev.misstep.engine;

import static dev.misstep.engine.OutputOption.Type.IMAGE;
import static dev.misstep.engine.OutputOption.Type.LOCAL;
import static dev.misstep.engine.OutputOption.Type.TAR;

import java.util.ArrayList;
import java.util.List;

/**
 * What an engine's BuildKit cannot do (docker/buildx, driver/docker/driver.go; moby/moby, daemon/internal/builder-next): much of
 * it takes an engine that keeps its images in containerd.
 */
public final class EngineLimits {
    private static final String STORE = "; that takes an engine that keeps its images in containerd (features"
            + " {\"containerd-snapshotter\": true} in its daemon.json)";

    private EngineLimits() {}

    /**
     * Something it would refuse.
     *
     * @param why with what to do instead
     */
    public record Refusal(String option, String why) {}

    /** What it would refuse of a build. */
    public static List<Refusal> refused(BuildSettings settings, EngineFacts engine) {
        List<Refusal> refused = new ArrayList<>();
        List<OutputOption> outputs = SolveRequest.outputs(settings);
        if (outputs.size() > 1 && !engine.hasSeveralOutputs()) {
            refused.add(new Refusal(
                    "--output",
                    "engine " + engine.version() + " makes one output of a build; name one, or use engine"
                            + " 26 or newer"));
        }
        if (outputs.stream().anyMatch(OutputOption::pushes) && settings.tags().isEmpty()) {
            boolean named = outputs.stream()
                    .filter(OutputOption::pushes)
                    .allMatch(output -> output.attributes().containsKey("name"));
            if (!named) {
                refused.add(new Refusal("--output", "an image that is pushed needs a name; give one with --tag"));
            }
        }
        if (!engine.containerd()) {
            refuseForGraphDriver(settings, outputs, refused);
        }
        return refused;
    }

    private static void refuseForGraphDriver(
            BuildSettings settings, List<OutputOption> outputs, List<Refusal> refused) {
        for (CacheOption cache : settings.cacheTo()) {
            if (!cache.type().equals("inline")) {
                refused.add(new Refusal(
                        "--cache-to",
                        "this engine exports no cache of type " + cache.type() + ", but type=inline" + STORE));
            }
        }
        for (OutputOption output : outputs) {
            if (output.pushes()) {
                refused.add(
                        new Refusal("--output", "this engine pushes nothing from a build; push it afterwards" + STORE));
            } else if (output.type() != IMAGE && output.type() != LOCAL && output.type() != TAR) {
                refused.add(new Refusal(
                        "--output", "this engine makes no archive of an image; docker save makes one" + STORE));
            }
        }
        boolean image = outputs.stream().anyMatch(output -> output.type() == IMAGE);
        if (settings.platforms().size() > 1 && image) {
            refused.add(new Refusal(
                    "--platform", "this engine keeps an image of one platform; name one, or another --output" + STORE));
        }
    }
}
