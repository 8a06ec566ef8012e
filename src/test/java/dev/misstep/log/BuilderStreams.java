package dev.misstep.log;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Builds made up by chance, as rawjson, with a builder's digests: what reads the client's files has one of its own in each
 * build, everything else has the same in all builds of a Dockerfile. At one builder, builds of the same time share work.
 */
final class BuilderStreams {
    /** How a build ends. */
    enum End {
        WELL,
        FAILED_RUN,
        KEY_ERROR,
        CANCELED,
        CUT
    }

    record Event(long at, int order, String text) {}

    /** One build: its messages in order. */
    record Stream(List<Event> events, long end) {
        String text() {
            StringBuilder text = new StringBuilder();
            events.forEach(event -> text.append(event.text).append('\n'));
            return text.toString();
        }
    }

    private static final class Node {
        final String name;
        final List<Node> inputs = new ArrayList<>();
        String digest = "";
        boolean own;
        boolean ran;
        /** When it ended, or -1. */
        long done = -1;

        Node(String name, String digest) {
            this.name = name;
            this.digest = digest;
        }
    }

    /** Work that builds of one builder share. */
    private record Work(List<Event> events, long[] until) {}

    final List<Stream> builds = new ArrayList<>();
    private final Random random;
    private final long seed;
    private final boolean oneBuilder;
    private final Map<String, Work> shared = new HashMap<>();
    private List<Event> events = new ArrayList<>();
    private int order;
    /** What the client says in the end. */
    private @Nullable String word;

    BuilderStreams(long seed, boolean oneBuilder) {
        this.seed = seed;
        this.oneBuilder = oneBuilder;
        this.random = new Random(seed);
    }

    /** All messages as they arrive, each up to that many milliseconds late. */
    String woven(int delay) {
        List<Event> all = new ArrayList<>();
        for (Stream build : builds) {
            long earliest = 0;
            for (Event event : build.events) {
                earliest = Math.max(earliest, event.at + (delay == 0 ? 0 : random.nextInt(delay)));
                all.add(new Event(earliest, all.size(), event.text));
            }
        }
        return new Stream(sorted(all), 0).text();
    }

    /** @param dockerfile which of several made-up ones */
    Stream build(int dockerfile, long start, End end, boolean frontend, boolean files) {
        events = new ArrayList<>();
        word = null;
        String build = seed + "/" + builds.size();
        String definition = "[internal] load build definition from Dockerfile";
        long now = done(new Node(definition, digest("definition" + build)), start, 60);
        if (frontend) {
            now = done(
                    new Node("resolve image config for docker-image://docker.io/x/frontend:1", digest("r")), now, 100);
            now = done(new Node("docker-image://docker.io/x/frontend:1", digest("frontend")), now, 10);
            now = done(new Node(definition, digest("again" + build)), now, 20);
        }
        now = done(new Node("[internal] load metadata for docker.io/library/busybox:1", digest("m")), now, 300);
        now = done(new Node("[internal] load .dockerignore", digest("ignore" + build)), now, 40);
        Node context = new Node("[internal] load build context", digest("context" + build));
        context.own = true;
        List<Node> graph = graph(dockerfile, build, context, files);
        now = graph(graph, context, now + 1 + random.nextInt(20));
        End reached = run(graph, context, end, now);
        for (Node node : graph) {
            now = Math.max(now, node.done);
        }
        if (reached == End.WELL && random.nextInt(6) > 0) {
            now = done(new Node("exporting to image", digest("export" + build)), now + 1, 200);
        }
        if (word != null) {
            tell(now + 1, word);
        }
        for (Work work : shared.values()) {
            work.until[0] = Math.min(work.until[0], now);
        }
        Stream stream = new Stream(sorted(events), now);
        builds.add(stream);
        return stream;
    }

    /** Announces the graph, and has the context read; returns when. */
    private long graph(List<Node> graph, Node context, long now) {
        graph.forEach(node -> tell(now, message(node, null, null, false, null)));
        if (graph.stream().anyMatch(node -> node.inputs.contains(context))) {
            done(context, now + 1, 80);
        }
        return now;
    }

    private static List<Node> graph(int dockerfile, String build, Node context, boolean files) {
        Random fixed = new Random(dockerfile * 31L + 7);
        Map<String, Node> all = new LinkedHashMap<>();
        Node last = null;
        int stages = 1 + fixed.nextInt(3);
        for (int stage = 0; stage < stages; stage++) {
            int total = 2 + fixed.nextInt(5);
            int copied = files ? 2 + fixed.nextInt(total) : 0; // beyond the stage now and then
            Node above = null;
            for (int i = 1; i <= total; i++) {
                String command = command(fixed, dockerfile, stage, i, i == copied, i == total && last != null);
                Node node = new Node("[s" + stage + " " + i + "/" + total + "] " + command, "");
                add(node, above);
                add(node, i == copied ? context : null);
                add(node, command.contains("--from") ? last : null);
                node.own = node.inputs.stream().anyMatch(input -> input.own);
                StringBuilder key = new StringBuilder(command).append(node.own ? build : "");
                node.inputs.forEach(input -> key.append(input.digest));
                node.digest = digest(key.toString());
                Node same = all.putIfAbsent(node.digest, node);
                above = same == null ? node : same;
            }
            last = above;
        }
        return List.copyOf(all.values());
    }

    private static String command(Random fixed, int dockerfile, int stage, int i, boolean copies, boolean joins) {
        if (i == 1) {
            return "FROM docker.io/library/" + (fixed.nextBoolean() ? "busybox" : "alpine") + ":1";
        }
        if (copies) {
            return "COPY src" + i + " .";
        }
        if (joins) {
            return "COPY --from=s" + (stage - 1) + " /x /x";
        }
        return fixed.nextInt(4) == 0 ? "WORKDIR /w" + i : "RUN make " + dockerfile + " " + stage + i;
    }

    private static void add(Node node, @Nullable Node input) {
        if (input != null) {
            node.inputs.add(input);
        }
    }

    /** Runs the graph as far as the build comes; returns how it ended. */
    private End run(List<Node> graph, Node context, End end, long loaded) {
        String wanted = end == End.FAILED_RUN ? "RUN" : end == End.KEY_ERROR ? "COPY" : "";
        int last = end == End.WELL ? graph.size() : 1 + random.nextInt(graph.size() - 1);
        while (last < graph.size() && !graph.get(last).name.contains(wanted)) {
            last++;
        }
        for (int i = 0; i < graph.size(); i++) {
            Node node = graph.get(i);
            long start = loaded + 2;
            for (Node input : node.inputs) {
                start = Math.max(start, input.done);
            }
            start += 1 + random.nextInt(15);
            if (i == last) {
                stop(node, end, start);
                return end;
            }
            boolean asked = end != End.KEY_ERROR || last == graph.size() || random.nextInt(3) == 0;
            if (asked || node.inputs.contains(context)) {
                work(node, start, loaded);
            } else {
                node.done = loaded; // nobody needs it yet
            }
        }
        return End.WELL;
    }

    private void stop(Node node, End end, long start) {
        long stopped = end == End.KEY_ERROR ? start : start + 10 + random.nextInt(400);
        String error = switch (end) {
            case FAILED_RUN -> "process \\\"make\\\" did not complete successfully: exit code: 2";
            case KEY_ERROR -> "failed to calculate checksum of ref a::b: \\\"/src\\\": not found";
            default -> "context canceled";
        };
        if (end == End.KEY_ERROR) {
            node.inputs.forEach(input -> presume(input, start));
        }
        tell(start, message(node, start, null, false, null));
        if (end != End.CUT) {
            tell(stopped, message(node, start, stopped, false, error));
        }
        node.done = stopped;
        if (end != End.CUT && random.nextBoolean()) {
            word = "ERROR: failed to build: failed to solve: "
                    + (end == End.KEY_ERROR ? "failed to compute cache key: " : "")
                    + error.replace("\\", "");
        }
    }

    /** What never ran is announced as a hit when the key of what builds on it fails (solver/progress.go, append). */
    private void presume(Node node, long at) {
        node.inputs.forEach(input -> presume(input, at));
        if (!node.ran && !node.name.startsWith("[internal]")) {
            tell(at, message(node, at, at, true, null));
            node.ran = true;
        }
    }

    private void work(Node node, long start, long loaded) {
        Work others = oneBuilder && !node.own ? shared.get(node.digest) : null;
        if (others != null && others.until[0] > loaded) {
            for (Event event : others.events) {
                long at = Math.max(event.at, loaded);
                events.add(new Event(at, order++, event.text));
                node.done = Math.max(node.done, at);
            }
            node.ran = true;
            return;
        }
        int from = events.size();
        long begins = start;
        if (node.name.contains("FROM") && random.nextBoolean()) {
            tell(begins + 1, message(node, begins, begins + 1, false, null)); // the image is resolved
            begins += 5;
        }
        if (random.nextBoolean() && node.inputs.stream().noneMatch(input -> input.ran && !input.own)) {
            tell(begins, message(node, begins, begins, true, null));
            node.done = begins;
        } else {
            node.done = begins + 5 + random.nextInt(900);
            node.ran = true;
            tell(begins, message(node, begins, null, false, null));
            tell(node.done, message(node, begins, node.done, false, null));
        }
        if (!node.own) {
            shared.put(
                    node.digest,
                    new Work(List.copyOf(events.subList(from, events.size())), new long[] {Long.MAX_VALUE}));
        }
    }

    private long done(Node node, long start, int longest) {
        node.done = start + 1 + random.nextInt(longest);
        node.ran = true;
        tell(start, message(node, start, null, false, null));
        tell(node.done, message(node, start, node.done, false, null));
        return node.done;
    }

    private void tell(long at, String message) {
        events.add(new Event(at, order++, message));
    }

    private static String message(
            Node node, @Nullable Long start, @Nullable Long end, boolean cached, @Nullable String error) {
        List<String> inputs =
                node.inputs.stream().map(input -> '"' + input.digest + '"').toList();
        return "{\"vertexes\":[{\"digest\":\"" + node.digest + "\",\"name\":\"" + node.name + '"'
                + (inputs.isEmpty() ? "" : ",\"inputs\":[" + String.join(",", inputs) + "]")
                + (start == null ? "" : ",\"started\":\"" + instant(start) + '"')
                + (end == null ? "" : ",\"completed\":\"" + instant(end) + '"')
                + (cached ? ",\"cached\":true" : "")
                + (error == null ? "" : ",\"error\":\"" + error + '"')
                + "}]}";
    }

    private static Instant instant(long millis) {
        return Instant.ofEpochMilli(1_700_000_000_000L + millis);
    }

    private static List<Event> sorted(List<Event> events) {
        return events.stream()
                .sorted(Comparator.comparingLong(Event::at).thenComparingInt(Event::order))
                .toList();
    }

    private static String digest(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return "sha256:" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
