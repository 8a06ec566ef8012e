package dev.misstep.engine.session;

import dev.misstep.engine.grpc.GrpcServer;
import dev.misstep.engine.grpc.ProtoWriter;
import java.util.Map;

/** Says that all is well; the engine asks every five seconds (grpc/grpc, doc/health-checking.md). */
final class Health implements SessionService {
    private static final int SERVING = 1;

    @Override
    public Map<String, GrpcServer.Method> methods() {
        return Map.of(
                "/grpc.health.v1.Health/Check",
                GrpcServer.unary(message -> new ProtoWriter().number(1, SERVING).toBytes()));
    }
}
