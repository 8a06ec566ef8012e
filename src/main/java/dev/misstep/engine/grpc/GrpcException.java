package dev.misstep.engine.grpc;

import java.util.Locale;

/** A call that ended with a status other than OK (grpc/grpc, doc/statuscodes.md). */
public final class GrpcException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Code code;

    /** The statuses of gRPC, in the order of their numbers. */
    public enum Code {
        OK,
        CANCELLED,
        UNKNOWN,
        INVALID_ARGUMENT,
        DEADLINE_EXCEEDED,
        NOT_FOUND,
        ALREADY_EXISTS,
        PERMISSION_DENIED,
        RESOURCE_EXHAUSTED,
        FAILED_PRECONDITION,
        ABORTED,
        OUT_OF_RANGE,
        UNIMPLEMENTED,
        INTERNAL,
        UNAVAILABLE,
        DATA_LOSS,
        UNAUTHENTICATED;

        /** The status of a number on the wire; {@link #UNKNOWN} for one that is none. */
        static Code of(String number) {
            for (Code code : values()) {
                if (number.equals(Integer.toString(code.ordinal()))) {
                    return code;
                }
            }
            return UNKNOWN;
        }
    }

    public GrpcException(Code code, String message) {
        super(message);
        this.code = code;
    }

    public Code code() {
        return code;
    }

    @Override
    public String toString() {
        return code.name().toLowerCase(Locale.ROOT) + ": " + getMessage();
    }
}
