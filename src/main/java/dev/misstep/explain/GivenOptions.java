package dev.misstep.explain;

import dev.misstep.build.ShortHash;
import dev.misstep.dockerfile.Instruction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a build was told besides what its Dockerfile declares, as far as it is part of the cache keys of its steps.
 *
 * @param platform what it builds for, named in full
 * @param network where its RUNs may reach; {@code default} where nothing else was said
 * @param hosts the names added for its RUNs, in order. Their addresses are no part of a key
 * @param arguments the build arguments, of which some tell the builder itself something
 * @param uncached the stages that are built without cache, in lower case
 * @param datesDirectories whether the directory of a WORKDIR gets the time that SOURCE_DATE_EPOCH tells
 */
public record GivenOptions(
        String platform,
        String network,
        List<String> hosts,
        Map<String, String> arguments,
        Set<String> uncached,
        boolean datesDirectories) {
    /** The name of the setting that tells where RUNs may reach which do not say so themselves. */
    static final String NETWORK = SeenSetting.OPTION + "network";

    private static final String HOSTNAME = "BUILDKIT_SANDBOX_HOSTNAME";
    private static final Set<String> PROXIES =
            Set.of("HTTP_PROXY", "HTTPS_PROXY", "FTP_PROXY", "NO_PROXY", "ALL_PROXY");
    private static final String EPOCH = "SOURCE_DATE_EPOCH";

    public GivenOptions {
        hosts = List.copyOf(hosts);
        arguments = Map.copyOf(arguments);
        uncached = Set.copyOf(uncached);
    }

    /** Never the values of arguments. */
    @Override
    public String toString() {
        return String.join(
                " ", platform, network, hosts.toString(), arguments.keySet().toString());
    }

    /**
     * What the classic builder has in the key of an instruction: a RUN that sees no argument with a value begins with
     * {@code |0} where a proxy was given, and else with nothing (moby, builder/dockerfile/dispatchers.go, prependEnvOnCmd).
     */
    List<SeenSetting> seenByClassic(Instruction instruction, boolean seesArguments) {
        if (!instruction.keyword().equals("RUN") || seesArguments) {
            return List.of();
        }
        boolean proxy = arguments.keySet().stream()
                .anyMatch(name -> PROXIES.contains(name) || PROXIES.contains(name.toUpperCase(Locale.ROOT)));
        String text = proxy ? "a proxy" : "no proxy";
        return List.of(new SeenSetting(
                SeenSetting.ARGUMENT + "for a proxy", instruction.line(), text, ShortHash.of(text), List.of()));
    }

    /** Those that BuildKit has in the key of an instruction. */
    List<SeenSetting> seenBy(Instruction instruction) {
        List<SeenSetting> seen = new ArrayList<>();
        if (instruction.keyword().equals("RUN")) {
            if (KeyText.network(instruction).equals("default")) {
                seen.add(option(NETWORK, instruction, network));
            }
            seen.add(option(SeenSetting.OPTION + "add-host", instruction, String.join(",", hosts)));
            seen.add(argument(HOSTNAME, instruction));
        }
        if (instruction.keyword().equals("WORKDIR") && datesDirectories) {
            seen.add(argument(EPOCH, instruction));
        }
        return seen;
    }

    private static SeenSetting option(String option, Instruction instruction, String value) {
        return new SeenSetting(option, instruction.line(), option + "=" + value, ShortHash.of(value), List.of());
    }

    private SeenSetting argument(String name, Instruction instruction) {
        String value = arguments.get(name);
        String hash = ShortHash.of(String.valueOf(value));
        String text = value == null ? "no " + name : name + "=" + hash;
        return new SeenSetting(SeenSetting.ARGUMENT + name, instruction.line(), text, hash, List.of());
    }
}
