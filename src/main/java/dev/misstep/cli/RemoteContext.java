package dev.misstep.cli;

import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A build context at an address, which BuildKit fetches (docker/buildx, build/opt.go, util/urlutil): {@code
 * https://host/repository.git#ref:directory}, {@code git@host:repository}, an archive, or a Dockerfile.
 *
 * @param address as the user wrote it
 */
record RemoteContext(String address) {
    private static final Pattern REMOTE = Pattern.compile("^(?:(?:https?|git|ssh)://|git@|github\\.com/).+");
    private static final Pattern SSH = Pattern.compile("^(?:ssh://|git@).+");
    // "https://user:token@host/"; as far as the last @, for a password may have one
    private static final Pattern USER = Pattern.compile("(?i)^([a-z]+://)([^/?#]*)@");
    // "https://host/context.tar?X-Amz-Signature=0f3a"
    private static final Pattern QUERY = Pattern.compile("[?&]([^=&#]+)=([^&#]+)");
    /** What an address of a repository may say of it (moby/buildkit, util/gitutil/git_ref.go), which is no secret. */
    private static final Set<String> OF_REPOSITORY = Set.of(
            "ref",
            "tag",
            "branch",
            "commit",
            "checksum",
            "subdir",
            "keep-git-dir",
            "submodules",
            "mtime",
            "fetch-by-commit");

    /** The address, if it is one: a directory of that name comes first. */
    static Optional<RemoteContext> of(String argument, Surroundings surroundings) {
        boolean remote = REMOTE.matcher(argument).matches() && !Files.isDirectory(surroundings.resolve(argument));
        return remote ? Optional.of(new RemoteContext(argument)) : Optional.empty();
    }

    boolean isOverSsh() {
        return SSH.matcher(address).matches();
    }

    /** The address as it may be shown: without a user and a password, and without what may be a token or a signature. */
    static String shown(String address) {
        String known = isSecret(address) ? USER.matcher(address).replaceFirst("$1") : address;
        return QUERY.matcher(known)
                .replaceAll(query -> Matcher.quoteReplacement(
                        OF_REPOSITORY.contains(query.group(1))
                                ? query.group()
                                : query.group(0).charAt(0) + query.group(1) + "=…"));
    }

    // the user of an address of ssh is no secret, and belongs to it
    private static boolean isSecret(String address) {
        return !SSH.matcher(address).matches() || address.matches("ssh://[^/@]*:[^/@]*@.*");
    }

    /** What in the address must not be shown, by what is shown in its place. */
    Map<String, String> secrets() {
        Map<String, String> secrets = new TreeMap<>();
        Matcher user = USER.matcher(address);
        if (isSecret(address) && user.find()) {
            secrets.put("credentials", user.group(2));
            secrets.put("password", user.group(2).substring(user.group(2).indexOf(':') + 1));
        }
        QUERY.matcher(address)
                .results()
                .filter(query -> !OF_REPOSITORY.contains(query.group(1)))
                .forEach(query -> secrets.put("query " + query.group(1), query.group(2)));
        return secrets;
    }

    /** The last name in the address, for a report's file. */
    String name() {
        String path = shown(address).replaceFirst("[#?].*", "").replaceFirst("[/.]+(?:git/*)?$", "");
        String last = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf(':')) + 1);
        return last.isEmpty() ? "remote" : last;
    }

    /** Shows no secret. */
    @Override
    public String toString() {
        return "RemoteContext[" + shown(address) + "]";
    }
}
