package dev.misstep.engine.grpc;

import dev.misstep.engine.grpc.GrpcException.Code;
import dev.misstep.engine.http2.Headers;
import dev.misstep.engine.http2.Http2Connection;
import dev.misstep.engine.http2.Http2Stream;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Answers calls by their method; unknown ones as unimplemented. */
public final class GrpcServer implements Http2Connection.StreamHandler {
    private final Map<String, Method> methods;
    private final BiConsumer<String, Throwable> trouble;

    /** Answers one method. */
    public interface Method {
        /**
         * Answers a call; returning ends it well.
         *
         * @throws GrpcException ends it with that status
         */
        void answer(GrpcCall call) throws IOException, GrpcException;
    }

    /** Answers a method with one message each way. */
    public interface Function {
        byte[] answer(byte[] message) throws IOException, GrpcException;
    }

    /**
     * @param methods by path, as {@code /grpc.health.v1.Health/Check}
     * @param trouble told of each call that ended in an error, with its path
     */
    public GrpcServer(Map<String, Method> methods, BiConsumer<String, Throwable> trouble) {
        this.methods = new TreeMap<>(methods);
        this.trouble = trouble;
    }

    /** A method of one message each way. */
    public static Method unary(Function function) {
        return call -> {
            byte[] message = call.receive();
            if (message == null) {
                throw new GrpcException(Code.INVALID_ARGUMENT, "a call without a message");
            }
            call.send(function.answer(message));
        };
    }

    @Override
    public void handle(Http2Stream stream) throws IOException {
        String path = stream.head().first(":path").orElse("");
        Method method = methods.get(path);
        GrpcCall call = new GrpcCall(stream, Headers.of(":status", "200", "content-type", "application/grpc"));
        if (method == null) {
            call.end(status(Code.UNIMPLEMENTED, "unknown method " + path));
            return;
        }
        try {
            method.answer(call);
            call.end(status(Code.OK, ""));
        } catch (GrpcException e) {
            trouble.accept(path, e);
            call.end(status(e.code(), String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            trouble.accept(path, e);
            call.end(status(Code.INTERNAL, e.toString()));
        } catch (IOException e) {
            trouble.accept(path, e);
            // if the call itself is not what broke, the other side shall know why
            call.end(status(Code.UNKNOWN, String.valueOf(e.getMessage())));
        }
    }

    private static Headers status(Code code, String message) {
        String number = Integer.toString(code.ordinal());
        return message.isEmpty()
                ? Headers.of("grpc-status", number)
                : Headers.of("grpc-status", number, "grpc-message", StatusMessage.encode(message));
    }
}
