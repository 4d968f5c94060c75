// What a module for CPython gets wrong, against the real headers.
// RUN: %verify-python3 %s

#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef struct {
    PyObject_HEAD
    PyObject *name;
} Box;

PyObject *lostOnError(PyObject *self, PyObject *arg)
{
    PyObject *list = PyList_New(0);

    if (!list)
        return NULL;
    if (PyList_Append(list, arg) < 0)
        return NULL; // expected-warning-re {{'list'{{.*}}[virref-leak]}}
    return list;
}

int appendedNumber(PyObject *list, long number)
{
    PyObject *value = PyLong_FromLong(number);

    if (!value)
        return -1;
    return PyList_Append(list, value); // expected-warning-re {{'value'{{.*}}[virref-leak]}}
}

int overwritten(PyObject *dict, PyObject *keys)
{
    Py_ssize_t size = PySequence_Size(keys);
    PyObject *key = NULL;
    int result = 0;

    for (Py_ssize_t i = 0; i < size && result == 0; i++) {
        key = PySequence_GetItem(keys, i); // expected-warning-re {{'key'{{.*}}[virref-leak]}}
        if (!key)
            return -1;
        result = PyDict_SetItem(dict, key, Py_None);
    }
    Py_XDECREF(key);
    return result;
}

PyObject *attributeTwice(PyObject *object)
{
    PyObject *method = PyObject_GetAttrString(object, "close");
    PyObject *result;

    if (!method)
        return NULL;
    result = PyObject_CallNoArgs(method);
    Py_DECREF(method);
    if (!result)
        Py_DECREF(method); // expected-warning-re {{'method'{{.*}}[virref-over-release]}}
    return result;
}

Py_ssize_t borrowedItem(PyObject *list)
{
    PyObject *first = PyList_GetItem(list, 0);
    Py_ssize_t size;

    if (!first)
        return -1;
    size = PyObject_Size(first);
    Py_DECREF(first); // expected-warning-re {{'first'{{.*}}[virref-over-release]}}
    return size;
}

PyObject *stolenItem(long number)
{
    PyObject *tuple = PyTuple_New(1);
    PyObject *item;

    if (!tuple)
        return NULL;
    item = PyLong_FromLong(number);
    if (!item) {
        Py_DECREF(tuple);
        return NULL;
    }
    if (PyTuple_SetItem(tuple, 0, item) < 0) {
        Py_DECREF(item); // expected-warning-re {{'item'{{.*}}[virref-over-release]}}
        Py_DECREF(tuple);
        return NULL;
    }
    return tuple;
}

int addedOnlyOnSuccess(PyObject *module, PyObject *type)
{
    Py_INCREF(type);
    if (PyModule_AddObject(module, "Box", type) < 0)
        return -1; // expected-warning-re {{'type'{{.*}}[virref-leak]}}
    return 0;
}

Py_ssize_t usedAfterwards(PyObject *number)
{
    PyObject *text = PyObject_Str(number);
    Py_ssize_t length;

    if (!text)
        return -1;
    Py_DECREF(text);
    length = PyUnicode_GetLength(text); // expected-warning-re {{'text'{{.*}}[virref-use-after-release]}}
    return length;
}

int fetchedException(void)
{
    PyObject *type, *value, *traceback;
    int matches;

    PyErr_Fetch(&type, &value, &traceback);
    matches = PyErr_GivenExceptionMatches(type, PyExc_KeyError);
    Py_XDECREF(value);
    Py_XDECREF(traceback);
    return matches; // expected-warning-re {{'type'{{.*}}[virref-leak]}}
}
