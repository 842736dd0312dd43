/**
 * What a network is made of: clients of two layers, nodes that pair one of each, and how a node's
 * name and pair are read from the labels of its series. Enter at {@link
 * dev.pulse.samples.ethereum.node.NodeNames}.
 */
@NullMarked
package dev.pulse.samples.ethereum.node;

import org.jspecify.annotations.NullMarked;
