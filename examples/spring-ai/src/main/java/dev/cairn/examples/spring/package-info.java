/** An application with Spring AI that learns in one process and uses it in another. */
package dev.cairn.examples.spring;
