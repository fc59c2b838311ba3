package kpipe.clients;

import com.amazonaws.services.dynamodbv2.local.embedded.DynamoDBEmbedded;
import com.amazonaws.services.dynamodbv2.local.shared.access.AmazonDynamoDBLocal;
import java.io.IOException;
import kpipe.endpoint.wire.EndpointException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.JUnitException;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/** Hands the servers to the tests that ask for one: the {@link KinesisServer}, and the {@link DynamoDbAsyncClient} of a DynamoDB in memory. Each is started for the first and stopped behind the last. */
final class Servers implements ParameterResolver {

    private record Dynamo(AmazonDynamoDBLocal local) implements AutoCloseable {
        @Override
        public void close() {
            local.shutdownNow();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == KinesisServer.class || type == DynamoDbAsyncClient.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Store store = context.getRoot().getStore(Namespace.create(Servers.class));
        if (parameter.getParameter().getType() == KinesisServer.class) {
            return store.getOrComputeIfAbsent(KinesisServer.class, type -> start(), KinesisServer.class);
        }
        return store.getOrComputeIfAbsent(Dynamo.class, type -> new Dynamo(DynamoDBEmbedded.create()), Dynamo.class)
                .local()
                .dynamoDbAsyncClient();
    }

    private static KinesisServer start() {
        try {
            return new KinesisServer();
        } catch (IOException | EndpointException failure) {
            throw new JUnitException("the server does not start", failure);
        }
    }
}
