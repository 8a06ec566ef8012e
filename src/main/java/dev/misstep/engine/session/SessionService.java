package dev.misstep.engine.session;

import dev.misstep.engine.grpc.GrpcServer;
import java.util.Map;

/** Something a session offers the builder. */
public interface SessionService {
    /** What answers, by the path of the method. */
    Map<String, GrpcServer.Method> methods();
}
