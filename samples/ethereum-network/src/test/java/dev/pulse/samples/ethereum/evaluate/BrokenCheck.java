package dev.pulse.samples.ethereum.evaluate;

/** Stands on the class path and cannot be made. */
public abstract class BrokenCheck implements HealthCheck {}
