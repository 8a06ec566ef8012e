package dev.misstep.engine.session;

import dev.misstep.engine.grpc.GrpcCall;
import dev.misstep.engine.grpc.GrpcException;
import dev.misstep.engine.grpc.GrpcException.Code;
import dev.misstep.engine.grpc.GrpcServer;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** Takes what the builder makes, each output by its number (moby/buildkit, session/filesync/filesync.go, SyncTarget). */
public final class BuildResults implements SessionService {
    public static final String METHOD = "/moby.filesync.v1.FileSend/DiffCopy";

    private final Map<Integer, Place> places;

    /** Where an output goes. */
    public interface Place {
        /** Takes all of it; {@code call} is what it comes over. */
        void receive(GrpcCall call) throws IOException, GrpcException;
    }

    /** @param places by the number of the output in the request to build */
    public BuildResults(Map<Integer, Place> places) {
        this.places = new TreeMap<>(places);
    }

    @Override
    public Map<String, GrpcServer.Method> methods() {
        return places.isEmpty() ? Map.of() : Map.of(METHOD, this::receive);
    }

    private void receive(GrpcCall call) throws IOException, GrpcException {
        // engines before 26 have one output, and do not number it
        String number = call.head().first("buildkit-attachable-exporter-id").orElse("0");
        Place place = number.matches("\\d{1,9}") ? places.get(Integer.parseInt(number)) : null;
        if (place == null) {
            throw new GrpcException(Code.NOT_FOUND, "exporter " + number + " not found");
        }
        try {
            place.receive(call);
        } catch (IOException e) {
            throw new GrpcException(Code.UNKNOWN, FileSentence.of(e));
        }
    }
}
