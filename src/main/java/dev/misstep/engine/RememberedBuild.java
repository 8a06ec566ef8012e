package dev.misstep.engine;

import dev.misstep.build.Build;
import dev.misstep.build.Ingredients;
import dev.misstep.build.Outcome;
import dev.misstep.build.ShortHash;
import dev.misstep.build.SourceCommit;
import dev.misstep.engine.grpc.GrpcException;
import dev.misstep.log.BuildListener;
import dev.misstep.log.MalformedStatusException;
import dev.misstep.log.ProtoReader;
import dev.misstep.log.StatusDecoder;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A build that the engine remembers, as {@code docker buildx history} has it (engine 24 and newer; moby/buildkit,
 * api/services/control/control.proto, ListenBuildHistory, and Status, which tells a build that has ended once more).
 *
 * @param arguments the values of its build arguments, for masking; never to be shown
 */
public record RememberedBuild(Build build, Map<String, String> arguments) {
    private static final String ARGUMENT = "build-arg:";
    private static final int CANCELED = 1;

    public RememberedBuild {
        arguments = Map.copyOf(arguments);
    }

    @Override
    public String toString() {
        return "RememberedBuild[" + build.source() + "]";
    }

    /** What the engine keeps of one build besides its steps. */
    private record Kept(
            String reference, Map<String, String> attributes, Instant created, String error, int code, boolean ended) {}

    /**
     * The last of them, the first to begin first; none where the engine keeps no history.
     *
     * @param most how many at most
     * @param remarks told of each that cannot be read
     */
    public static List<RememberedBuild> last(EngineConnection engine, int most, Consumer<String> remarks)
            throws EngineException {
        return some(engine, kept -> kept.subList(Math.max(0, kept.size() - most), kept.size()), remarks);
    }

    /**
     * Those that began since then by the engine's clock, the first to begin first.
     *
     * @param most where there are more, none is read
     * @param remarks told of each that cannot be read
     */
    public static List<RememberedBuild> since(EngineConnection engine, Instant time, int most, Consumer<String> remarks)
            throws EngineException {
        return some(
                engine,
                kept -> {
                    List<Kept> later = kept.stream()
                            .filter(record -> !record.created().isBefore(time))
                            .toList();
                    return later.size() > most ? List.of() : later;
                },
                remarks);
    }

    private static List<RememberedBuild> some(
            EngineConnection engine, UnaryOperator<List<Kept>> choice, Consumer<String> remarks)
            throws EngineException {
        try (BuildKitControl control = BuildKitControl.open(engine, new Cancellation())) {
            List<Kept> kept = new ArrayList<>();
            for (byte[] event : control.history()) {
                Kept record = event(new ProtoReader(event));
                if (record.ended()) {
                    kept.add(record);
                }
            }
            kept.sort(Comparator.comparing(Kept::created).thenComparing(Kept::reference));
            List<RememberedBuild> builds = new ArrayList<>();
            for (Kept record : choice.apply(kept)) {
                try {
                    builds.add(read(control, record, builds.size() + 1));
                } catch (GrpcException e) {
                    remarks.accept("the build " + record.reference() + " cannot be read: " + e.getMessage());
                }
            }
            return builds;
        } catch (GrpcException e) {
            if (e.code() == GrpcException.Code.UNIMPLEMENTED) {
                return List.of();
            }
            throw new EngineException("the engine does not tell its builds: " + e.getMessage(), e);
        } catch (IOException | MalformedStatusException e) {
            throw new EngineException("the engine does not tell its builds: " + EngineConnection.reason(e), e);
        }
    }

    private static RememberedBuild read(BuildKitControl control, Kept record, int ordinal)
            throws IOException, GrpcException {
        StatusSink sink = StatusSink.assembling(BuildListener.NONE);
        List<String> lost = new ArrayList<>();
        control.status(record.reference(), call -> {}, message -> {
            try {
                sink.accept(StatusDecoder.decode(message));
            } catch (MalformedStatusException e) {
                lost.add(e.getMessage());
            }
        });
        String error = record.code() == 0 && record.error().isEmpty() ? null : record.error();
        Build build = sink.finish("build " + record.reference(), error, lost.isEmpty());
        Map<String, String> arguments = new TreeMap<>();
        SortedMap<String, String> hashes = new TreeMap<>();
        record.attributes().forEach((name, value) -> {
            if (name.startsWith(ARGUMENT)) {
                arguments.put(name.substring(ARGUMENT.length()), value);
                hashes.put(name.substring(ARGUMENT.length()), ShortHash.of(value));
            }
        });
        String target = record.attributes().getOrDefault("target", "");
        Build told = build.withOrdinal(ordinal)
                .copy()
                .target(target.isEmpty() ? null : target)
                .outcome(record.code() == CANCELED ? Outcome.CANCELED : build.outcome())
                .build()
                .withIngredients(new Ingredients(hashes, List.of()))
                .withCommit(SourceCommit.ofRecord(record.attributes().get("vcs:revision")));
        return new RememberedBuild(told, arguments);
    }

    private static Kept event(ProtoReader event) throws MalformedStatusException {
        Kept record = new Kept("", Map.of(), Instant.EPOCH, "", 0, false);
        while (event.next()) {
            record = event.field() == 2 ? record(event.message()) : record;
        }
        return record;
    }

    private static Kept record(ProtoReader record) throws MalformedStatusException {
        String reference = "";
        Map<String, String> attributes = new TreeMap<>();
        String error = "";
        int code = 0;
        Instant created = Instant.EPOCH;
        boolean ended = false;
        while (record.next()) {
            switch (record.field()) {
                case 1 -> reference = record.string();
                case 3 -> BuildKitControl.entry(record.message(), attributes);
                case 5 -> {
                    ProtoReader status = record.message();
                    while (status.next()) {
                        switch (status.field()) {
                            case 1 -> code = (int) status.varint();
                            case 2 -> error = status.string();
                            default -> {
                                // details
                            }
                        }
                    }
                }
                case 6 -> created = StatusDecoder.timestamp(record.message());
                case 7 -> {
                    record.message();
                    ended = true;
                }
                default -> {
                    // logs, results, counts
                }
            }
        }
        return new Kept(reference, attributes, created, error, code, ended);
    }
}
