package dev.cairn.spring;

import dev.cairn.Durability;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Configures the Cairn store of a Spring application.
 *
 * <p>The directory is a text, since Spring looks for a path on the class path first.
 *
 * @param store Directory of the store, relative to the working directory. It is created if need be.
 * @param namespace Namespace of the store that the application uses. The default one if it is
 *     empty.
 * @param writeTimeout Time after which a write that still waits is given up.
 * @param durability Durability of writes that have returned.
 */
@ConfigurationProperties("cairn")
public record CairnProperties(
    @DefaultValue("cairn-store") String store,
    @DefaultValue("") String namespace,
    @DefaultValue("10s") Duration writeTimeout,
    @DefaultValue("sync") Durability durability) {}
