package dev.misstep.engine;

import dev.misstep.log.MalformedStatusException;
import dev.misstep.log.ProtoReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What BuildKit says of itself (moby/buildkit, api/types/worker.proto).
 *
 * @param version as {@code v0.26.2}; empty where it does not say, as before 0.11
 * @param limits by which it drops what its cache holds, in the order in which it tries them
 */
public record WorkerFacts(String version, List<Limit> limits) {
    public WorkerFacts {
        limits = List.copyOf(limits);
    }

    /**
     * One rule of its garbage collection (cmd/buildkitd/config/gcpolicy.go).
     *
     * @param all whether it is for everything, shared and internal records too
     * @param filters which records it is for; all if there are none
     * @param unused how long a record must have been of no use; zero for no time at all
     * @param reserved bytes that are always kept; 0 for none
     * @param most bytes that may be kept; 0 for no limit, but in engines before 28 {@code reserved} is the limit
     * @param free bytes of the disk that shall stay free; 0 for none
     */
    public record Limit(boolean all, List<String> filters, Duration unused, long reserved, long most, long free) {
        public Limit {
            filters = List.copyOf(filters);
        }

        /** How many bytes it lets the cache have; 0 for as many as there are. */
        public long bytes() {
            return most > 0 ? most : reserved;
        }
    }

    /** The first worker of an answer to {@code ListWorkers}. */
    static WorkerFacts read(byte[] message) throws MalformedStatusException {
        ProtoReader workers = new ProtoReader(message);
        while (workers.next()) {
            if (workers.field() == 1) {
                return worker(workers.message());
            }
        }
        return new WorkerFacts("", List.of());
    }

    private static WorkerFacts worker(ProtoReader worker) throws MalformedStatusException {
        String version = "";
        List<Limit> limits = new ArrayList<>();
        while (worker.next()) {
            switch (worker.field()) {
                case 4 -> limits.add(limit(worker.message()));
                case 5 -> version = version(worker.message());
                default -> {
                    // labels and platforms
                }
            }
        }
        return new WorkerFacts(version, limits);
    }

    private static String version(ProtoReader version) throws MalformedStatusException {
        String text = "";
        while (version.next()) {
            text = version.field() == 2 ? version.string() : text;
        }
        return text;
    }

    private static Limit limit(ProtoReader policy) throws MalformedStatusException {
        boolean all = false;
        List<String> filters = new ArrayList<>();
        long unused = 0;
        long reserved = 0;
        long most = 0;
        long free = 0;
        while (policy.next()) {
            switch (policy.field()) {
                case 1 -> all = policy.varint() != 0;
                case 2 -> unused = policy.varint();
                case 3 -> reserved = policy.varint();
                case 4 -> filters.add(policy.string());
                case 5 -> most = policy.varint();
                case 6 -> free = policy.varint();
                default -> {
                    // newer limits
                }
            }
        }
        return new Limit(all, filters, Duration.ofNanos(unused), reserved, most, free);
    }
}
