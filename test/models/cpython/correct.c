// The idioms of modules for CPython, against the real headers: nothing is found.
// RUN: %verify-python3 %s
// expected-no-diagnostics

#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef struct {
    PyObject_HEAD
    PyObject *name;
    PyObject *items;
} Box;

static PyObject *boxNew(PyTypeObject *type, PyObject *args, PyObject *kwds)
{
    Box *self = (Box *)type->tp_alloc(type, 0);

    if (!self)
        return NULL;
    self->name = PyUnicode_FromString("");
    if (!self->name) {
        Py_DECREF(self);
        return NULL;
    }
    self->items = PyList_New(0);
    if (!self->items) {
        Py_DECREF(self);
        return NULL;
    }
    return (PyObject *)self;
}

static int boxInit(Box *self, PyObject *args, PyObject *kwds)
{
    PyObject *name = NULL, *old;

    if (!PyArg_ParseTuple(args, "|O", &name))
        return -1;
    if (name) {
        old = self->name;
        Py_INCREF(name);
        self->name = name;
        Py_XDECREF(old);
    }
    return 0;
}

static int boxClear(Box *self)
{
    Py_CLEAR(self->name);
    Py_CLEAR(self->items);
    return 0;
}

static void boxDealloc(Box *self)
{
    PyTypeObject *type = Py_TYPE(self);

    PyObject_GC_UnTrack(self);
    boxClear(self);
    type->tp_free((PyObject *)self);
    Py_DECREF(type);
}

static PyObject *boxGetName(Box *self, void *closure)
{
    Py_INCREF(self->name);
    return self->name;
}

static int boxSetName(Box *self, PyObject *value, void *closure)
{
    if (!value) {
        PyErr_SetString(PyExc_TypeError, "cannot delete");
        return -1;
    }
    Py_XSETREF(self->name, Py_NewRef(value));
    return 0;
}

PyObject *none(PyObject *self)
{
    Py_RETURN_NONE;
}

PyObject *noneByHand(PyObject *self)
{
    Py_INCREF(Py_None);
    return Py_None;
}

PyObject *either(PyObject *self, PyObject *arg)
{
    PyObject *result = PyObject_IsTrue(arg) ? Py_True : Py_False;

    Py_INCREF(result);
    return result;
}

PyObject *gotoCleanup(PyObject *self, PyObject *arg)
{
    PyObject *list = NULL, *iterator = NULL, *item = NULL, *result = NULL;

    list = PyList_New(0);
    if (!list)
        goto done;
    iterator = PyObject_GetIter(arg);
    if (!iterator)
        goto done;
    while ((item = PyIter_Next(iterator))) {
        if (PyList_Append(list, item) < 0)
            goto done;
        Py_DECREF(item);
    }
    if (PyErr_Occurred())
        goto done;
    result = list;
    list = NULL;
done:
    Py_XDECREF(item);
    Py_XDECREF(iterator);
    Py_XDECREF(list);
    return result;
}

PyObject *filled(Py_ssize_t size)
{
    PyObject *list = PyList_New(size);

    if (!list)
        return NULL;
    for (Py_ssize_t i = 0; i < size; i++) {
        PyObject *number = PyLong_FromSsize_t(i);

        if (!number) {
            Py_DECREF(list);
            return NULL;
        }
        PyList_SET_ITEM(list, i, number);
    }
    return list;
}

PyObject *pair(PyObject *first)
{
    PyObject *tuple = PyTuple_New(2);

    if (!tuple)
        return NULL;
    PyTuple_SET_ITEM(tuple, 0, Py_NewRef(first));
    Py_INCREF(first);
    if (PyTuple_SetItem(tuple, 1, first) < 0) {
        Py_DECREF(tuple);
        return NULL;
    }
    return tuple;
}

Py_ssize_t usedInTheList(PyObject *list, Py_ssize_t i, const char *text)
{
    PyObject *item = PyUnicode_FromString(text);

    if (!item)
        return -1;
    if (PyList_SetItem(list, i, item) < 0)
        return -1;
    return PyUnicode_GetLength(item);
}

/* What the format does with an argument is not read: "N" takes it over. */
PyObject *built(PyObject *object)
{
    PyObject *name = PyObject_GetAttrString(object, "name");

    if (!name)
        return NULL;
    return Py_BuildValue("(NOi)", name, object, 3);
}

PyObject *called(PyObject *callable)
{
    PyObject *number = PyLong_FromLong(1);
    PyObject *result;

    if (!number)
        return NULL;
    result = PyObject_CallFunctionObjArgs(callable, number, NULL);
    Py_DECREF(number);
    return result;
}

long lookedUp(PyObject *dict)
{
    PyObject *value = PyDict_GetItemString(dict, "size");

    return value ? PyLong_AsLong(value) : 0;
}

PyObject *keptFromDict(PyObject *dict, PyObject *key)
{
    PyObject *value = PyDict_GetItemWithError(dict, key);

    Py_XINCREF(value);
    return value;
}

void savedException(void)
{
    PyObject *type, *value, *traceback;

    PyErr_Fetch(&type, &value, &traceback);
    PyErr_Clear();
    PyErr_Restore(type, value, traceback);
}

void droppedException(void)
{
    PyObject *type, *value, *traceback;

    PyErr_Fetch(&type, &value, &traceback);
    PyErr_NormalizeException(&type, &value, &traceback);
    Py_XDECREF(type);
    Py_XDECREF(value);
    Py_XDECREF(traceback);
}

static PyObject *Error;

PyObject *moduleInit(PyModuleDef *def, PyTypeObject *type)
{
    PyObject *module = PyModule_Create(def);

    if (!module)
        return NULL;
    Error = PyErr_NewException("box.Error", NULL, NULL);
    Py_XINCREF(Error);
    if (PyModule_AddObject(module, "Error", Error) < 0) {
        Py_XDECREF(Error);
        Py_CLEAR(Error);
        Py_DECREF(module);
        return NULL;
    }
    Py_INCREF(type);
    if (PyModule_AddObject(module, "Box", (PyObject *)type) < 0) {
        Py_DECREF(type);
        Py_DECREF(module);
        return NULL;
    }
    return module;
}

PyTypeObject *slots(void)
{
    static PyTypeObject type;

    type.tp_new = boxNew;
    type.tp_init = (initproc)boxInit;
    type.tp_dealloc = (destructor)boxDealloc;
    type.tp_clear = (inquiry)boxClear;
    static PyGetSetDef getset[] = {
        {"name", (getter)boxGetName, (setter)boxSetName, NULL, NULL},
        {NULL, NULL, NULL, NULL, NULL},
    };
    type.tp_getset = getset;
    return &type;
}

/* What a container has taken can be used after the release of one's own. */
long usedInList(PyObject *list, long value)
{
    PyObject *number = PyLong_FromLong(value);

    if (!number)
        return -1;
    if (PyList_Append(list, number) < 0) {
        Py_DECREF(number);
        return -1;
    }
    Py_DECREF(number);
    return PyLong_AsLong(number);
}

/* No exception: no value and no traceback either. */
PyObject *exceptionOrNone(PyObject *object)
{
    PyObject *type, *value, *traceback, *result;

    PyErr_Fetch(&type, &value, &traceback);
    result = PyObject_Repr(object);
    if (type != NULL)
        PyErr_Restore(type, value, traceback);
    return result;
}

/* References are taken for what fields have been given before. */
static int boxParse(Box *self, PyObject *args)
{
    if (!PyArg_ParseTuple(args, "OO", &self->name, &self->items)) {
        self->name = self->items = NULL;
        return -1;
    }
    Py_INCREF(self->name);
    Py_INCREF(self->items);
    return 0;
}

int boxSet(Box *self, PyObject *args)
{
    return boxParse(self, args);
}
