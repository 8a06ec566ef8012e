package dev.misstep.log;

import dev.misstep.build.Build;
import dev.misstep.build.Vertex;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongFunction;

/** Builds made up by chance, as each builder prints them; for tests of what lies around builds. */
enum SampleBuilds {
    PLAIN(seed -> {
        RandomBuild build = new RandomBuild(seed);
        PlainPrinter.Era era = PlainPrinter.Era.values()[(int) (seed % PlainPrinter.Era.values().length)];
        return RoundTripTest.print(build, era, seed).text() + RoundTripTest.end(build);
    }),
    RAWJSON(seed -> {
        RandomBuild build = new RandomBuild(seed);
        return new RawJsonPrinter(false).print(build.messages) + RoundTripTest.end(build);
    }),
    RAWJSON_INDENTED(seed -> {
        RandomBuild build = new RandomBuild(seed);
        return new RawJsonPrinter(true).print(build.messages) + RoundTripTest.end(build);
    }),
    TTY(seed ->
            TtyRoundTripTest.drawWide(seed, TtyRoundTripTest.Codes.STRIPPED, 2).text()),
    TTY_WITH_CODES(seed ->
            TtyRoundTripTest.drawWide(seed, TtyRoundTripTest.Codes.KEPT, 2).text()),
    CLASSIC(SampleBuilds::classic),
    BUILDAH(seed -> {
        BuildahPrinter.Era era = BuildahPrinter.Era.values()[(int) (seed % BuildahPrinter.Era.values().length)];
        return new BuildahPrinter(era, new RandomInstructions(seed, era.layers())).text();
    }),
    KANIKO(seed -> {
        KanikoPrinter.Shape shape = KanikoPrinter.Shape.values()[(int) (seed % 4)];
        return new KanikoPrinter(shape, false, new RandomInstructions(seed, seed % 3 > 0), seed).text();
    });

    private final LongFunction<String> text;

    SampleBuilds(LongFunction<String> text) {
        this.text = text;
    }

    /** The lines of a build's log. */
    List<String> lines(long seed) {
        String all = text.apply(seed);
        return List.of(all.substring(0, all.length() - 1).split("\n", -1));
    }

    private static String classic(long seed) {
        Random random = new Random(seed);
        List<String> instructions =
                List.of("RUN make", "COPY . /app", "WORKDIR /app", "ENV A=b", "RUN apk add curl jq", "CMD [\"sh\"]");
        int total = 2 + random.nextInt(6);
        StringBuilder log = new StringBuilder("Sending build context to Docker daemon  12.29kB\n");
        log.append("Step 1/").append(total).append(" : FROM busybox:1\n ---> 1d34ffeaf190\n");
        boolean hits = true;
        for (int step = 2; step <= total; step++) {
            String instruction = instructions.get(random.nextInt(instructions.size()));
            String id = String.format("%012x", random.nextLong() >>> 16);
            log.append(String.format("Step %d/%d : %s%n", step, total, instruction));
            hits &= random.nextInt(4) > 0;
            if (hits) {
                log.append(" ---> Using cache\n");
            } else {
                log.append(String.format(" ---> Running in %s%n", id));
                log.append(instruction.startsWith("RUN") ? "made it | well\n\n  so there\n" : "");
                log.append(String.format("Removing intermediate container %s%n", id));
            }
            log.append(String.format(" ---> %012x%n", random.nextLong() >>> 16));
        }
        return log + "Successfully built 9f8e7d6c5b4a\nSuccessfully tagged app:latest\n";
    }

    /** All that is known of builds and does not depend on a clock or on where their lines stand. */
    static List<String> facts(List<Build> builds) {
        List<String> facts = new ArrayList<>();
        for (Build build : builds) {
            facts.add(build.format() + " " + build.outcome() + " " + build.target() + " " + build.error());
            for (Vertex vertex : build.vertices()) {
                facts.add(vertex.id() + " " + vertex.name() + " " + vertex.status() + " " + vertex.logLines() + " "
                        + vertex.inputs() + " " + vertex.error());
            }
        }
        return facts;
    }
}
