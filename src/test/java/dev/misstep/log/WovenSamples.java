package dev.misstep.log;

import dev.misstep.build.Build;
import dev.misstep.build.Status;
import dev.misstep.build.Vertex;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Real logs woven into one, as their builds' writes meet in a pipe: in bursts, each log's lines in their own order. */
final class WovenSamples {
    private static final List<Path> LOGS = plainLogs();

    /** What reading a woven log told, compared with its logs read alone. */
    record Outcome(String log, List<Build> told, List<Build> alone) {
        /** The steps told wrongly when each build is taken for the one it is most like. */
        List<String> wrong() {
            return best(new ArrayList<>(), new ArrayList<>(alone));
        }

        private List<String> best(List<String> sofar, List<Build> left) {
            int at = alone.size() - left.size();
            if (at >= told.size() || left.isEmpty()) {
                List<String> all = new ArrayList<>(sofar);
                told.subList(Math.min(at, told.size()), told.size())
                        .forEach(build -> all.addAll(differences(build, List.of())));
                return all;
            }
            List<String> best = null;
            for (Build other : left) {
                List<String> more = new ArrayList<>(sofar);
                more.addAll(differences(told.get(at), other.vertices()));
                List<Build> rest = new ArrayList<>(left);
                rest.remove(other);
                List<String> found = best(more, rest);
                best = best == null || found.size() < best.size() ? found : best;
            }
            return best == null ? sofar : best;
        }

        private static List<String> differences(Build build, List<Vertex> truth) {
            List<String> wrong = new ArrayList<>();
            for (Vertex vertex : build.vertices()) {
                boolean right = vertex.status() == Status.UNFINISHED
                        || truth.stream()
                                .anyMatch(other ->
                                        other.name().text().equals(vertex.name().text())
                                                && (other.status() == vertex.status()));
                if (!right) {
                    wrong.add(vertex.line() + ": #" + vertex.id() + " "
                            + vertex.name().text() + " " + vertex.status());
                }
            }
            return wrong;
        }

        /** Whether there are as many builds as were woven, or a diagnostic says that something does not add up. */
        boolean isCounted() {
            return told.size() == alone.size()
                    || told.stream().anyMatch(build -> !build.diagnostics().isEmpty());
        }

        /** Vertices of the logs alone that have a status. */
        long steps() {
            return alone.stream().mapToLong(Outcome::finished).sum();
        }

        /** Vertices of the woven log that have a status. */
        long resolved() {
            return told.stream().mapToLong(Outcome::finished).sum();
        }

        private static long finished(Build build) {
            return build.vertices().stream()
                    .filter(vertex -> vertex.status() != Status.UNFINISHED)
                    .count();
        }
    }

    private WovenSamples() {}

    private static List<Path> plainLogs() {
        Path root = Path.of("sample-logs");
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> {
                        String name = root.relativize(file).toString().replace('\\', '/');
                        return name.matches("\\d\\d-buildkit-plain/.*\\.log|28-one-build/.*/plain\\.log");
                    })
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path log) {
        try {
            return Files.readString(log, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Two to four logs woven and read.
     *
     * @param engine what the names of their folders begin with
     * @param burst how many lines of one log stand together at most
     */
    static Outcome of(String engine, long seed, int burst) {
        List<Path> pool = LOGS.stream()
                .filter(log -> log.toString().replace('\\', '/').startsWith("sample-logs/" + engine))
                .toList();
        Random random = new Random(seed);
        List<String> texts = new ArrayList<>();
        for (int count = 2 + (seed % 4 == 3 ? random.nextInt(3) : 0); count > 0; count--) {
            texts.add(text(pool.get(random.nextInt(pool.size()))));
        }
        String woven = weave(texts, random, burst);
        return new Outcome(
                woven, Logs.read(woven), texts.stream().map(Logs::one).toList());
    }

    private static String weave(List<String> texts, Random random, int burst) {
        List<List<String>> logs =
                texts.stream().map(text -> List.of(text.split("\n"))).toList();
        return String.join("\n", Weaving.of(logs, random, burst)) + "\n";
    }
}
