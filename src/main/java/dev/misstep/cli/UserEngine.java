package dev.misstep.cli;

import dev.misstep.engine.EngineAddress;
import dev.misstep.engine.EngineConnection;
import dev.misstep.engine.EngineException;
import dev.misstep.engine.RegistryCredentials;

/** The engine that the user's environment and configuration name, as {@code docker} finds it. */
final class UserEngine {
    private UserEngine() {}

    static EngineConnection connect(Surroundings surroundings) throws EngineException {
        return EngineConnection.open(
                EngineAddress.find(surroundings.environment(), surroundings.home()),
                RegistryCredentials.read(surroundings.environment(), surroundings.home()));
    }
}
