package dev.misstep.log;

import dev.misstep.build.Outcome;
import dev.misstep.build.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A build made up by chance, as a builder without a graph does it: stage after stage, instruction after instruction. */
final class RandomInstructions {
    /**
     * One instruction.
     *
     * @param image what it gave, 64 hexadecimal digits
     */
    record Step(String text, Status status, List<String> output, String image) {
        boolean isRun() {
            return text.startsWith("RUN ");
        }

        /** Whether what it prints holds nothing that may be taken for the builder's own words for a while. */
        boolean plain() {
            return output.stream().noneMatch(line -> line.startsWith("-->") || line.startsWith("COMMIT"));
        }
    }

    /**
     * One stage.
     *
     * @param base an image, or an earlier stage's name
     * @param baseStage that stage's number from 0, or {@code null}
     */
    record Stage(
            @Nullable String name, String base, @Nullable Integer baseStage, List<Step> steps) {}

    private static final List<String> OUTPUT = List.of(
            "compiling x.c",
            "--> 0123456789ab",
            "COMMIT",
            "Successfully built 0123456789ab",
            "Error: no such thing",
            "Error: building at STEP \"RUN another\": while running runtime: exit status 3",
            "STEP 9: prose that goes on",
            "STEP 7/9: RUN nested",
            "Step 1/2 : FROM x",
            "#3 [internal] load build definition from Dockerfile",
            "10%\r 50%\r100%",
            "Copying all",
            "time=\"now\" level=strange msg=x",
            "INFO[0000] Starting the tool under test",
            "{\"level\":7}",
            "  \u00e4\u00f6 \u20ac");
    private static final List<String> COMMANDS = List.of(
            "RUN make all",
            "RUN make all",
            "RUN echo \"a\": [b] && make --jobs=3",
            "RUN [\"make\", \"test\"]",
            "RUN apt-get update && apt-get install --yes --no-install-recommends git curl make gcc libc6-dev",
            "COPY . .",
            "COPY --chown=1:1 a.txt /app/",
            "WORKDIR /app",
            "ENV A=b",
            "ADD https://example.org/x.tgz /x",
            "LABEL \"x\"=\"y\"",
            "CMD [\"sh\", \"-c\", \"x\"]");

    final List<Stage> stages = new ArrayList<>();
    final boolean cacheUsed;

    /** What was fetched, if anything was in the cache at all. */
    final boolean remoteCache;

    Outcome outcome = Outcome.SUCCEEDED;
    private final Random random;

    RandomInstructions(long seed, boolean cacheUsed) {
        this.random = new Random(seed);
        this.cacheUsed = cacheUsed;
        this.remoteCache = random.nextBoolean();
        int count = random.nextInt(3) == 0 ? 2 + random.nextInt(2) : 1;
        for (int i = 0; i < count && outcome == Outcome.SUCCEEDED; i++) {
            Integer base = i > 0 && random.nextInt(3) == 0 ? Integer.valueOf(random.nextInt(i)) : null;
            String baseName = base == null
                    ? "registry.example/base:" + i
                    : stages.get(base).name();
            boolean named = i < count - 1 || random.nextInt(4) == 0;
            stages.add(new Stage(named ? "part" + i : null, String.valueOf(baseName), base, steps(i, i == count - 1)));
        }
    }

    private List<Step> steps(int stage, boolean lastStage) {
        List<Step> steps = new ArrayList<>();
        boolean hits = cacheUsed;
        int count = 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            String text = COMMANDS.get(random.nextInt(COMMANDS.size()));
            if (stage > 0 && i == 0) {
                text = "COPY --from=part" + random.nextInt(stage) + " /x /y";
            }
            hits &= random.nextInt(4) > 0;
            boolean last = lastStage && i == count - 1;
            boolean run = text.startsWith("RUN ");
            if (!hits && last && run && random.nextInt(3) == 0) {
                boolean fails = random.nextBoolean();
                outcome = fails ? Outcome.FAILED : Outcome.INCOMPLETE;
                List<String> output = output();
                output.add("and on it goes");
                steps.add(new Step(text, fails ? Status.FAILED : Status.UNFINISHED, output, image()));
            } else {
                Status hit = remoteCache ? Status.PULLED : Status.CACHED;
                List<String> output = run && !hits ? output() : List.of();
                steps.add(new Step(text, hits ? hit : Status.EXECUTED, output, image()));
            }
        }
        return steps;
    }

    private List<String> output() {
        List<String> lines = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            lines.add(OUTPUT.get(random.nextInt(OUTPUT.size())));
        }
        if (!lines.isEmpty() && lines.get(lines.size() - 1).startsWith("--> ")) {
            lines.add("that was old");
        }
        return lines;
    }

    private String image() {
        return String.format("%016x%016x", random.nextLong(), random.nextLong()).repeat(2);
    }
}
