package dev.misstep.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.misstep.build.Build;
import dev.misstep.build.Diagnostic;
import dev.misstep.build.Format;
import dev.misstep.build.Status;
import dev.misstep.build.Vertex;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is wrong within a log of the builders that number or name their steps one by one: a step that has a status has
 * that of the undamaged log, and its number, or a diagnostic tells of the numbers. One thing cannot be noticed: a line that
 * told of a hit and is gone may leave the log of a build in which the step ran, or in which its layer was not fetched. Of
 * BuildKit's digests no letter tells that it was another.
 */
class DamageWithinTest {
    /** How many damaged logs are read of one sample. */
    private static final int TRIED = 700;

    private static final List<Character> PUT_IN = List.of('X', 'x', '7', ' ', '\0', '\ufffd');

    record Sample(String name, List<String> lines) {
        Sample(String name, String text) {
            this(name, List.of(text.split("\n")));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * A log with a damage.
     *
     * @param place index of the line that it is at, or above
     * @param line what stood there
     * @param lines how many fewer or more there are behind it
     */
    private record Damaged(Kind kind, int place, String line, int lines, List<String> log) {
        /** The number that a line had before, and perhaps another: of two lines that became one. */
        List<Long> before(long number) {
            return switch (kind) {
                case SWAP -> List.of(number == place + 1 ? number + 1 : number == place + 2 ? number - 1 : number);
                case JOIN -> number == place + 1 ? List.of(number, number + 1) : shifted(number);
                default -> shifted(number);
            };
        }

        private List<Long> shifted(long number) {
            return List.of(number > place + Math.max(lines, 0) ? number - lines : number);
        }
    }

    private enum Kind {
        LOSE,
        REPEAT,
        SWAP,
        JOIN,
        CHANGE,
        DELETE
    }

    static List<Sample> samples() throws IOException {
        List<Sample> samples = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("sample-logs"))) {
            for (Path file : files.filter(path -> path.toString().matches(".*(?:classic.*\\.log|engine\\.json)"))
                    .sorted()
                    .toList()) {
                samples.add(new Sample(file.toString(), Files.readString(file)));
            }
        }
        int era = 0;
        for (long seed = 0; samples.size() < 52; seed++) {
            RandomInstructions build = new RandomInstructions(seed, true);
            RandomInstructions layers =
                    new RandomInstructions(seed, buildah(era).layers());
            if (!isCalm(build) || !isCalm(layers)) {
                continue;
            }
            ClassicPrinter.Era classic = ClassicPrinter.Era.values()[era % 3];
            String lines = String.join("\n", new ClassicPrinter(classic, build).lines());
            samples.add(new Sample("classic " + classic + " " + seed, lines));
            samples.add(new Sample("api " + classic + " " + seed, records(lines)));
            samples.add(new Sample(
                    "buildah " + buildah(era) + " " + seed, new BuildahPrinter(buildah(era), layers).text()));
            KanikoPrinter.Shape shape = KanikoPrinter.Shape.values()[era % 4];
            samples.add(new Sample(
                    "kaniko " + shape + " " + seed, new KanikoPrinter(shape, era % 3 == 0, build, seed).text()));
            era++;
        }
        for (long seed = 0; seed < 6; seed++) {
            samples.add(new Sample("buildah --jobs " + seed, String.join("\n", sideBySide(seed))));
        }
        return samples;
    }

    /** Stages built side by side, whose results name no stage: all from the cache, or all run. */
    private static List<String> sideBySide(long seed) {
        Random random = new Random(seed);
        List<List<String>> stages = new ArrayList<>();
        for (int stage = 1; stage < 4; stage++) {
            stages.add(stage(stage, "COPY part%d /x", random, seed % 2 == 0));
        }
        List<String> lines = new ArrayList<>(Weaving.of(stages, random, 3));
        lines.addAll(stage(4, "COPY --from=part%d /x /y", random, seed % 2 == 0));
        lines = new ArrayList<>(List.of(String.join("\n", lines).split("\n"))); // a hit and its image stand together
        lines.add(lines.size() - 1, "[4/4] COMMIT app");
        lines.add("Successfully tagged localhost/app:latest");
        return lines;
    }

    private static List<String> stage(int stage, String step, Random random, boolean hits) {
        String place = "[" + stage + "/4] STEP ";
        List<String> lines = new ArrayList<>(List.of(place + "1/4: FROM base" + (stage < 4 ? " AS part" + stage : "")));
        for (int number = 2; number <= 4; number++) {
            lines.add(place + number + "/4: " + step.formatted(number - 1));
            String image = "%016x".formatted(random.nextLong()).repeat(4);
            lines.add((hits ? "--> Using cache " + image + "\n" : "") + "--> " + image.substring(0, 12));
        }
        return lines;
    }

    private static BuildahPrinter.Era buildah(int number) {
        return BuildahPrinter.Era.values()[number % BuildahPrinter.Era.values().length];
    }

    /** Whether no command prints a builder's words: with them, damaged lines make other builds more often. */
    private static boolean isCalm(RandomInstructions build) {
        return build.stages.stream()
                .flatMap(stage -> stage.steps().stream())
                .flatMap(step -> step.output().stream())
                .noneMatch(line -> line.matches("(?s).*(?:-->|COMMIT|Success|Error|STEP|Step|time=|INFO|level|#3).*"));
    }

    private static String records(String lines) {
        StringBuilder records = new StringBuilder();
        for (String line : lines.split("\n")) {
            String text = line.replace("\\", "\\\\").replace("\"", "\\\"").replace("\r", "\\r");
            if (line.startsWith("The command ")) {
                records.append("{\"errorDetail\":{\"code\":1,\"message\":\"")
                        .append(text)
                        .append("\"}}\n");
            } else if (line.startsWith("Step ")) {
                records.append("{\"stream\":\"").append(text).append("\"}\n{\"stream\":\"\\n\"}\n");
            } else if (!line.startsWith("Sending ")) {
                records.append("{\"stream\":\"").append(text).append("\\n\"}\n");
            }
        }
        return records.toString();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aStatusIsThatOfTheUndamagedLog(Sample sample) {
        List<Build> whole = read(sample.lines);
        List<String> wrong = new ArrayList<>();
        Random random = new Random(sample.name.hashCode());
        for (int i = 0; i < TRIED; i++) {
            Damaged damaged = damage(sample.lines, random);
            for (Build build : read(damaged.log)) {
                for (Vertex vertex : build.vertices()) {
                    if (vertex.step()
                            && vertex.status() != Status.UNFINISHED
                            && !isRight(vertex, build, whole, damaged)) {
                        wrong.add(damaged.kind + " at line " + (damaged.place + 1) + ", "
                                + sample.lines.get(damaged.place) + " -> "
                                + damaged.log.get(Math.min(damaged.place, damaged.log.size() - 1)) + ": " + vertex);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static Damaged damage(List<String> lines, Random random) {
        List<String> log = new ArrayList<>(lines);
        int place = random.nextInt(lines.size() - 1);
        String line = lines.get(place);
        Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
        int at = line.isEmpty() ? 0 : random.nextInt(line.length());
        switch (kind) {
            case LOSE -> log.remove(place);
            case REPEAT -> log.add(place, line);
            case SWAP -> {
                log.set(place, lines.get(place + 1));
                log.set(place + 1, line);
            }
            case JOIN -> {
                log.set(place, line + lines.get(place + 1));
                log.remove(place + 1);
            }
            case CHANGE -> {
                if (!line.isEmpty()) {
                    char other = PUT_IN.get(random.nextInt(PUT_IN.size()));
                    log.set(place, line.substring(0, at) + other + line.substring(at + 1));
                }
            }
            case DELETE -> log.set(place, line.substring(0, at) + line.substring(Math.min(at + 1, line.length())));
        }
        return new Damaged(kind, place, line, log.size() - lines.size(), log);
    }

    private static boolean isRight(Vertex vertex, Build build, List<Build> whole, Damaged damaged) {
        List<Vertex> same = new ArrayList<>();
        for (Build full : whole) {
            for (Vertex known : full.vertices()) {
                // a vertex of BuildKit's is told of in many messages; a letter of its digest is as good as another
                boolean is = build.format() == Format.ENGINE
                        ? known.name().equals(vertex.name()) || known.id().equals(vertex.id())
                        : damaged.before(vertex.line()).contains(known.line());
                if (is) {
                    same.add(known);
                }
            }
        }
        boolean numbered = build.format() == Format.KANIKO
                || build.format() == Format.ENGINE
                || same.stream().anyMatch(known -> known.id().equals(vertex.id()))
                || build.diagnostics().stream().map(Diagnostic::line).anyMatch(line -> line == vertex.line());
        return numbered
                && same.stream()
                        .anyMatch(
                                known -> known.status() == vertex.status() || isWithoutItsHit(known, vertex, damaged));
    }

    /** Whether the line that is gone told that the step was a hit, or a fetched one. */
    private static boolean isWithoutItsHit(Vertex known, Vertex vertex, Damaged damaged) {
        boolean gone = damaged.kind == Kind.LOSE
                && damaged.place + 1 > known.line()
                && damaged.line.matches(".*(?:Using cache|Cache pulled from|Found cached layer).*");
        return switch (vertex.status()) {
            case EXECUTED -> gone && known.status() == Status.CACHED;
            case CACHED -> gone && known.status() == Status.PULLED;
            default -> false;
        };
    }

    /** An encoding that is not the one expected changes letters, and no status. */
    @ParameterizedTest
    @MethodSource("samples")
    void anotherEncoding(Sample sample) {
        String text = String.join("\n", sample.lines) + "\n";
        List<Status> whole = statuses(Logs.read(text));
        for (Charset charset :
                List.of(StandardCharsets.ISO_8859_1, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            List<Status> read = statuses(Logs.read(text.getBytes(charset)));
            assertThat(read).as(charset.name()).isIn(whole, List.of());
        }
    }

    private static List<Status> statuses(List<Build> builds) {
        return builds.stream()
                .flatMap(build -> build.vertices().stream())
                .map(Vertex::status)
                .toList();
    }

    private static List<Build> read(List<String> lines) {
        return Logs.read(String.join("\n", lines) + "\n");
    }
}
