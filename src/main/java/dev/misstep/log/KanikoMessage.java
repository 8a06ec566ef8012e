package dev.misstep.log;

import java.util.List;
import java.util.Locale;

/**
 * What a message of kaniko's says, in the words of 0.4 to 1.28 and of the forks that go on with it (kaniko,
 * pkg/executor/build.go and push.go, pkg/commands, pkg/snapshot/snapshot.go).
 *
 * @param text what follows the words that tell the kind; the whole message of a {@link Kind#STEP}
 */
record KanikoMessage(Kind kind, String text) {
    enum Kind {
        /** Said once, before the first stage: {@code Built cross stage deps: map[]}. */
        OPENING,
        /** {@code Resolved base name golang:1.22 to build}: said of each stage, before the first. */
        STAGE_NAME,
        /** The same since the forks' 1.25: {@code Resolved base name of build to golang:1.22}. */
        STAGE_BASE,
        /** A base image is asked for: said before the first stage and before each. */
        BASE,
        /** {@code Base image from previous stage 0 found, using saved tar at path …}. */
        BASE_STAGE,
        /** {@code Building stage 'golang:1.22' [idx: '0', base-idx: '-1']}, since 1.7. */
        STAGE,
        /** {@code Executing 0 build triggers}: a stage is about to begin. */
        TRIGGERS,
        /** {@code Checking for cached layer registry.example/cache:4f1c…...}. */
        ASKED,
        /** {@code Using caching version of cmd: RUN make}: said ahead for all steps of a stage. */
        HIT_AHEAD,
        /** {@code No cached layer found for cmd RUN make}: said ahead, of the first miss of a stage. */
        MISS_AHEAD,
        /** {@code No cached layer found, executing command...}: 0.4 and 0.5 look up each step below its line. */
        MISS,
        /** {@code Unpacking rootfs as cmd RUN make requires it.}: the steps of the stage come next. */
        UNPACKING,
        /** {@code RUN make}. */
        STEP,
        /** {@code Running: [/bin/sh -c make]}, {@code Cmd: /bin/sh}. */
        RUNNING,
        /** {@code Found cached layer, extracting to filesystem}. */
        EXTRACTING,
        /** {@code Taking snapshot of files...}: the step did its work; of RUN also said before it begins. */
        SNAPSHOT,
        /** {@code Saving file app/bin for later use}: the stage is over. */
        STAGE_OVER,
        /** {@code Pushing image to registry.example/app:1}. */
        PUSHING,
        /** {@code Pushed registry.example/app@sha256:…}, {@code Skipping push to container registry …}. */
        PUSHED,
        /** What kaniko says of a layer it keeps, which may come at any time. */
        LAYER,
        /** Anything else. */
        OTHER;

        /** Whether it is said before the first step of a stage. */
        boolean prepares() {
            return switch (this) {
                case OPENING,
                        STAGE_NAME,
                        STAGE_BASE,
                        BASE,
                        BASE_STAGE,
                        STAGE,
                        TRIGGERS,
                        ASKED,
                        HIT_AHEAD,
                        MISS_AHEAD,
                        UNPACKING -> true;
                case MISS, STEP, RUNNING, EXTRACTING, SNAPSHOT, STAGE_OVER, PUSHING, PUSHED, LAYER, OTHER -> false;
            };
        }
    }

    private record Words(String begin, Kind kind) {}

    private static final List<Words> WORDS = List.of(
            new Words("Resolved base name of ", Kind.STAGE_BASE),
            new Words("Resolved base name ", Kind.STAGE_NAME),
            new Words("Built cross stage deps: ", Kind.OPENING),
            new Words("Using dockerignore file: ", Kind.OPENING),
            new Words("Retrieving image manifest ", Kind.BASE),
            new Words("Retrieving image ", Kind.BASE),
            new Words("Downloading base image ", Kind.BASE),
            new Words("No base image, nothing to extract", Kind.BASE),
            new Words("Base image from previous stage ", Kind.BASE_STAGE),
            new Words("Building stage '", Kind.STAGE),
            new Words("Checking for cached layer ", Kind.ASKED),
            new Words("Using caching version of cmd: ", Kind.HIT_AHEAD),
            new Words("No cached layer found for cmd ", Kind.MISS_AHEAD),
            new Words("No cached layer found, executing command...", Kind.MISS),
            new Words("Unpacking rootfs as cmd ", Kind.UNPACKING),
            new Words("Skipping unpacking as no commands require it.", Kind.UNPACKING),
            new Words("Running: [", Kind.RUNNING),
            new Words("Cmd: ", Kind.RUNNING),
            new Words("cmd: ", Kind.RUNNING),
            new Words("Args: ", Kind.RUNNING),
            new Words("args: ", Kind.RUNNING),
            new Words("Found cached layer, extracting to filesystem", Kind.EXTRACTING),
            new Words("Taking snapshot of ", Kind.SNAPSHOT),
            new Words("maintainer is deprecated, skipping", Kind.OTHER), // in a warning, and of no step (commands.go)
            new Words("No files changed in this command, skipping snapshotting.", Kind.SNAPSHOT),
            new Words("No files were changed, appending empty layer to config.", Kind.SNAPSHOT),
            new Words("Deleting filesystem...", Kind.STAGE_OVER),
            new Words("Storing source image from stage ", Kind.STAGE_OVER),
            new Words("Saving file ", Kind.STAGE_OVER),
            new Words("Pushing layer ", Kind.LAYER),
            new Words("Pushing cache pointer ", Kind.LAYER),
            new Words("Initializing snapshotter ...", Kind.LAYER),
            new Words("Pushing image to ", Kind.PUSHING),
            new Words("Pushed ", Kind.PUSHED),
            new Words("Skipping push to container registry due to --no-push flag", Kind.PUSHED));

    static KanikoMessage of(String message) {
        for (Words words : WORDS) {
            if (message.startsWith(words.begin())) {
                return new KanikoMessage(
                        words.kind(), message.substring(words.begin().length()).strip());
            }
        }
        if (message.startsWith("Executing ") && message.endsWith(" build triggers")) {
            return new KanikoMessage(Kind.TRIGGERS, message);
        }
        if (InstructionWords.begin(message) && !message.startsWith("FROM ") && isOneCase(message)) {
            return new KanikoMessage(Kind.STEP, message);
        }
        return new KanikoMessage(Kind.OTHER, message);
    }

    /** Not {@code Cmd /bin/sh}, in which a colon is lost. */
    private static boolean isOneCase(String message) {
        String word = message.substring(0, message.indexOf(' ') < 0 ? message.length() : message.indexOf(' '));
        return word.equals(word.toUpperCase(Locale.ROOT)) || word.equals(word.toLowerCase(Locale.ROOT));
    }

    /** Whether its instruction is written in capitals, as nothing else that kaniko says begins. */
    boolean inCapitals() {
        return text.length() > 1 && Character.isUpperCase(text.charAt(1));
    }
}
