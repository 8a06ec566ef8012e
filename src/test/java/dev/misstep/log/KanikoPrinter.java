package dev.misstep.log;

import dev.misstep.build.Outcome;
import dev.misstep.build.Status;
import dev.misstep.log.RandomInstructions.Stage;
import dev.misstep.log.RandomInstructions.Step;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/** Writes a build as kaniko does (pkg/executor/build.go, pkg/logging/logging.go). */
final class KanikoPrinter {
    /** What {@code --log-format} and {@code --log-timestamp} make of a message. */
    enum Shape {
        COUNTED,
        STAMPED,
        TEXT,
        JSON
    }

    private static final Set<String> CACHED_INSTRUCTIONS = Set.of("RUN", "COPY");
    private final Shape shape;
    private final boolean old;
    private final RandomInstructions build;
    private final Random random;
    private final StringBuilder text = new StringBuilder();
    private int clock;

    /** @param old as 0.12 rather than as 1.24 */
    KanikoPrinter(Shape shape, boolean old, RandomInstructions build, long seed) {
        this.shape = shape;
        this.old = old;
        this.build = build;
        this.random = new Random(seed);
        for (Stage stage : build.stages) {
            if (old) {
                say("Resolved base name " + stage.base() + " to " + stage.base());
            } else if (stage.name() != null) {
                say("Resolved base name " + stage.base() + " to " + stage.name());
            }
        }
        say("Built cross stage deps: map[0:[/x]]");
        for (int i = 0; i < build.stages.size(); i++) {
            stage(i);
        }
        if (build.outcome == Outcome.SUCCEEDED && !old) {
            say("Pushing image to registry.example/app:1");
            say("Pushed registry.example/app@sha256:" + "0b".repeat(32));
        }
    }

    String text() {
        return text.toString();
    }

    /** Whether kaniko looks such a step up; what it does not look up runs. */
    static boolean asks(Step step) {
        return CACHED_INSTRUCTIONS.contains(step.text().substring(0, step.text().indexOf(' ')));
    }

    static Status expected(Step step) {
        return step.status().isHit() ? asks(step) ? Status.PULLED : Status.EXECUTED : step.status();
    }

    private void stage(int index) {
        Stage stage = build.stages.get(index);
        if (stage.baseStage() == null) {
            say("Retrieving image manifest " + stage.base());
        } else {
            say("Base image from previous stage " + stage.baseStage()
                    + " found, using saved tar at path /kaniko/stages/0");
        }
        if (!old) {
            say("Executing 0 build triggers");
            say("Building stage '" + stage.base() + "' [idx: '" + index + "', base-idx: '"
                    + (stage.baseStage() == null ? -1 : stage.baseStage()) + "']");
        }
        if (build.cacheUsed) {
            ahead(stage);
        }
        say("Unpacking rootfs as cmd " + stage.steps().get(0).text() + " requires it.");
        if (old) {
            say("Taking snapshot of full filesystem...");
        }
        Set<String> started = new HashSet<>();
        for (Step step : stage.steps()) {
            step(step, started);
        }
        if (index < build.stages.size() - 1) {
            say("Saving file y for later use");
            say("Deleting filesystem...");
        }
    }

    private void ahead(Stage stage) {
        for (Step step : stage.steps()) {
            if (asks(step)) {
                say("Checking for cached layer registry.example/cache:" + step.image() + "...");
                if (!step.status().isHit()) {
                    say("No cached layer found for cmd " + step.text());
                    return;
                }
                say("Using caching version of cmd: " + step.text());
            }
        }
    }

    private void step(Step step, Set<String> started) {
        say(step.text());
        if (expected(step) == Status.PULLED) {
            say("Found cached layer, extracting to filesystem");
            return;
        }
        if (!step.isRun()) {
            if (step.text().startsWith("WORKDIR ")) {
                say("Cmd: workdir");
                say("Changed working directory to /app");
            }
            boolean files = !step.text().startsWith("ENV") && !step.text().startsWith("LABEL");
            if (files || build.cacheUsed) {
                say(files ? "Taking snapshot of files..." : "No files changed in this command, skipping snapshotting.");
            }
            return;
        }
        if (!old && started.add("initial snapshot")) {
            say("Initializing snapshotter ...");
            say("Taking snapshot of full filesystem...");
        }
        say((old ? "cmd" : "Cmd") + ": /bin/sh");
        say((old ? "args" : "Args") + ": [-c x]");
        if (!old) {
            say("Running: [/bin/sh -c x]");
        }
        if (random.nextBoolean() && build.cacheUsed) {
            say("Pushing layer registry.example/cache:" + step.image() + " to cache now");
            say("Pushing image to registry.example/cache:" + step.image());
        }
        step.output().forEach(line -> text.append(line).append('\n'));
        if (step.status() == Status.FAILED) {
            text.append(error()).append('\n');
        } else if (step.status() != Status.UNFINISHED) {
            say("Taking snapshot of full filesystem...");
        }
    }

    String error() {
        return "error building image: error building stage: " + (old ? "" : "failed to execute command: ")
                + "waiting for process to exit: exit status 1";
    }

    private void say(String message) {
        clock += random.nextInt(3);
        String time = Instant.ofEpochSecond(1_700_000_000L + clock).toString();
        String quoted = message.replace("\\", "\\\\").replace("\"", "\\\"");
        text.append(
                        switch (shape) {
                            case COUNTED ->
                                String.format(Locale.ROOT, "\u001b[36mINFO\u001b[0m[%04d] %-44s ", clock, message);
                            case STAMPED ->
                                String.format(Locale.ROOT, "\u001b[36mINFO\u001b[0m[%s] %-44s ", time, message);
                            case TEXT -> "time=\"" + time + "\" level=info msg=\"" + quoted + "\"";
                            case JSON -> "{\"level\":\"info\",\"msg\":\"" + quoted + "\",\"time\":\"" + time + "\"}";
                        })
                .append('\n');
    }
}
