package io.lotse.junit;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** What {@link Mesh} does. */
final class MeshExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private static final ExtensionContext.Namespace OURS = ExtensionContext.Namespace.create(MeshExtension.class);

    @Override
    public void beforeEach(ExtensionContext context) {
        Mesh mesh = mesh(context);
        // one for the run, which closes it at its end
        MeshNode node =
                context.getRoot().getStore(OURS).getOrComputeIfAbsent(mesh.control(), MeshNode::of, MeshNode.class);
        String test = context.getRequiredTestClass().getName() + "."
                + context.getRequiredTestMethod().getName();
        context.getStore(OURS).put(MeshEnvironment.class, MeshEnvironment.create(node, test, mesh.ports()));
    }

    /** The one at the method, else the one at the class or around it. */
    private static Mesh mesh(ExtensionContext context) {
        for (ExtensionContext at = context; at != null; at = at.getParent().orElse(null)) {
            Mesh found = AnnotationSupport.findAnnotation(at.getElement(), Mesh.class)
                    .orElse(null);
            if (found != null) {
                return found;
            }
        }
        throw new IllegalStateException("there is no @Mesh at " + context.getDisplayName());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        MeshEnvironment environment = context.getStore(OURS).remove(MeshEnvironment.class, MeshEnvironment.class);
        if (environment != null) {
            environment.remove();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == MeshEnvironment.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        MeshEnvironment environment = context.getStore(OURS).get(MeshEnvironment.class, MeshEnvironment.class);
        if (environment == null) {
            throw new ParameterResolutionException(
                    "each test has an environment of its own: take it in the test, or in methods with @BeforeEach and"
                            + " @AfterEach, not in constructors or for all tests of a class");
        }
        return environment;
    }
}
