package dev.misstep.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/** Has the engine ask registries which images they have now under their names (moby, api/swagger.yaml, DistributionInspect). */
public final class RegistryDigests {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final EngineConnection engine;
    private final Duration patience;

    /** @param patience how long a registry may take to answer */
    public RegistryDigests(EngineConnection engine, Duration patience) {
        this.engine = engine;
        this.patience = patience;
    }

    /** The digest {@code sha256:…} of an image; empty where that cannot be had in time. */
    public Optional<String> of(String image) {
        return PatientQuestion.ask("misstep-registry", patience, () -> ask(image))
                .get()
                .flatMap(answer -> answer);
    }

    private Optional<String> ask(String image) throws EngineException, IOException {
        AuthConfig auth = engine.credentials().forImage(image);
        Request.Builder request = Request.builder().method(Request.Method.GET).path(engine.distributionPath(image));
        if (auth != null) {
            request.putHeader("X-Registry-Auth", header(auth));
        }
        try (Response answer = engine.ask(request.build())) {
            String digest = EngineConnection.read(answer)
                    .path("Descriptor")
                    .path("digest")
                    .asText("");
            return Optional.of(digest).filter(text -> !text.isEmpty());
        }
    }

    private static String header(AuthConfig auth) throws JsonProcessingException {
        return Base64.getUrlEncoder()
                .encodeToString(JSON.writeValueAsString(auth).getBytes(StandardCharsets.UTF_8));
    }
}
