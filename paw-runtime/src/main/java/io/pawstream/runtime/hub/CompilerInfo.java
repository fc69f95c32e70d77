package io.pawstream.runtime.hub;

import org.jspecify.annotations.Nullable;

/**
 * A compiler of the hub. Immutable; any thread. What the hub did not say is null.
 *
 * @param name what a {@link CompileRequest} calls it
 * @param description for people
 * @param isDefault whether it is taken where a request names none
 * @param kind {@code mapper_lora}, or {@code finetune_lora}, which needs {@link Hub#compileAsync}
 * @param runtimeId the interpreter its programs are for
 * @param runsLocally whether its programs run on one's own machine
 * @param snapshot its newest dated name
 */
public record CompilerInfo(
    String name,
    @Nullable String description,
    boolean isDefault,
    @Nullable String kind,
    @Nullable String runtimeId,
    boolean runsLocally,
    @Nullable String snapshot) {}
