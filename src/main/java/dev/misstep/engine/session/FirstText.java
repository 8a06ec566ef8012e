package dev.misstep.engine.session;

import dev.misstep.engine.grpc.GrpcException;
import dev.misstep.engine.grpc.GrpcException.Code;
import dev.misstep.log.MalformedStatusException;
import dev.misstep.log.ProtoReader;

/** The first field of a message, which is a text: what most requests are about. */
public final class FirstText {
    private FirstText() {}

    public static String of(byte[] message) throws GrpcException {
        String text = "";
        try {
            ProtoReader reader = new ProtoReader(message);
            while (reader.next()) {
                text = reader.field() == 1 ? reader.string() : text;
            }
        } catch (MalformedStatusException e) {
            throw new GrpcException(Code.INVALID_ARGUMENT, "a message that cannot be read");
        }
        return text;
    }
}
