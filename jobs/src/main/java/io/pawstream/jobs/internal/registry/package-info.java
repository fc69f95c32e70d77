/** A schema registry, asked over the REST API that Confluent's and Apicurio's have in common. */
@NullMarked
package io.pawstream.jobs.internal.registry;

import org.jspecify.annotations.NullMarked;
